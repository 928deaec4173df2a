"""Settings of the API: who asks, what is read and written, and how it describes itself."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["bureau.api.authentication.KeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["bureau.api.authentication.MayDo"],
    "DEFAULT_THROTTLE_CLASSES": ["bureau.api.rates.PerKey"],
    "DEFAULT_PARSER_CLASSES": ["bureau.api.parsing.StrictJson"],
    "DEFAULT_RENDERER_CLASSES": ["bureau.api.negotiation.Json"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "bureau.api.negotiation.Negotiation",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "满意 Manyi API",
    "DESCRIPTION": "医院信息系统与县卫生健康局满意度管理平台的接口。"
    " · The interface between hospital information systems and the platform on which the county"
    " health bureau manages patient satisfaction.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": ["bureau.api.schema.polish"],
    # Each code has its word beside it, under `…_display`.
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}
