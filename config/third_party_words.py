"""Words of the packages we stand on that a Chinese reader would meet in English or misread."""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

# Nothing reads this list: it stands here so that makemessages finds the words, and our own
# catalogue, which is asked before theirs, can give the Chinese.
WORDS = (
    # Django: forms
    _(":"),
    _("This field is required."),
    _("This field cannot be blank."),
    _("This field cannot be null."),
    # its admin: lists and forms
    _("Model name"),
    _("Add link"),
    _("Change or view list link"),
    _("Site administration"),
    _("%(app)s administration"),
    _("Select %s to change"),
    _("Select %s to view"),
    _("Add %s"),
    _("Add %(name)s"),
    _("Change %s"),
    _("View %s"),
    _("Filter"),
    _(" By %(filter_title)s "),
    _("You don’t have permission to view or edit anything."),
    _("The {name} “{obj}” was added successfully."),
    _("The {name} “{obj}” was added successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully."),
    _("The {name} “{obj}” was changed successfully. You may edit it again below."),
    _("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    _("You may edit it again below."),
    ngettext_lazy("Please correct the error below.", "Please correct the errors below."),
    # its accounts
    _("After you’ve created a user, you’ll be able to edit more user options."),
    _("group"),
    _("groups"),
    _("staff status"),
    _("Designates whether the user can log into this admin site."),
    _("active"),
    _(
        "Designates whether this user should be treated as active. "
        "Unselect this instead of deleting accounts."
    ),
    _(
        "Whether the user will be able to authenticate using a password or not. "
        "If disabled, they may still be able to authenticate using other backends, "
        "such as Single Sign-On or LDAP."
    ),
    _(
        "Please enter your old password, for security’s sake, and then enter your new "
        "password twice so we can verify you typed it in correctly."
    ),
    _("Your old password was entered incorrectly. Please enter it again."),
    _("Your password was changed."),
    _("Your password can’t be too similar to your other personal information."),
    _("Your password can’t be a commonly used password."),
    _("Your password can’t be entirely numeric."),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        "min_length",
    ),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    # django-import-export
    _("This importer will import the following fields: "),
    _(
        "Below is a preview of data to be imported. If you are satisfied with the results, "
        "click 'Confirm import'"
    ),
    _("Import finished: {} new, {} updated, {} deleted and {} skipped {}."),
    _("Value could not be parsed."),
    _('Select at least 1 field for "%(resource_name)s" to export'),
    # django-axes
    _("access attempt"),
    _("access attempts"),
    _("access failure"),
    _("access failures"),
    _("access log"),
    _("access logs"),
    _("Access lock out"),
    _("Attempt Remaining"),
    _("Attempt Time"),
    _("Clean up expired attempts"),
    _("Expires At"),
    _("Failed Logins"),
    _("Form Data"),
    _("GET Data"),
    _("HTTP Accept"),
    _("IP Address"),
    _("Locked Out"),
    _("Logout Time"),
    _("Meta Data"),
    _("Not set"),
    _("POST Data"),
    _("Path"),
    _("Session key hash (sha256)"),
    _("User Agent"),
    _("Username"),
)
