from django.apps import AppConfig


class ManyiConfig(AppConfig):
    name = "config"
    verbose_name = "Manyi"

    def ready(self) -> None:
        from config.trail_exports import register_kinds

        register_kinds()
