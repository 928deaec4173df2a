from django.apps import AppConfig


class ManyiConfig(AppConfig):
    name = "config"
    verbose_name = "Manyi"

    def ready(self) -> None:
        from config.sources import house_of_source
        from config.trail_exports import register_kinds
        from rectification.source_houses import ask_of

        register_kinds()
        ask_of(house_of_source)
