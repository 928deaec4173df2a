from django.apps import AppConfig


class ManyiConfig(AppConfig):
    name = "config"
    verbose_name = "Manyi"
