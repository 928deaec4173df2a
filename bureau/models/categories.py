"""The tree of problem categories, and the lexicon that sorts everyday wording into it."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from bureau.category_table import is_code, top_of
from bureau.history import tracked
from bureau.opinion_sorting import SHORTEST, plain


class CategoryQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Categories are words: whoever has a duty here reads them."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self if user.roles else self.none()

    def tops(self) -> Self:
        return self.filter(parent=None)


@tracked()
class ProblemCategory(models.Model):
    """A category of problems, or a kind within one. What it counts for is dated: `category_table`.

    A code is never changed, moved or deleted, since figures, findings and versions of the rules
    name it: the database refuses (see the migration). What is no longer used is retired.
    """

    code = models.CharField(_("category code"), max_length=20, unique=True)
    name = models.CharField(_("category"), max_length=60)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="kinds",
        verbose_name=_("kind of"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("problem category")
        verbose_name_plural = _("problem categories")
        ordering = ["order", "code"]
        default_permissions = ["view", "add", "change"]
        constraints = [
            models.CheckConstraint(
                name="category_code_says_its_level",
                condition=Q(parent__isnull=True, code__regex=r"^[A-Z]{2,8}$")
                | Q(parent__isnull=False, code__regex=r"^[A-Z]{2,8}-[A-Z]{2,8}$"),
                violation_error_message=_(
                    "A code is 2 to 8 capital letters; below a category it begins with that"
                    " category's code and a dash, for example ATT-LENG."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.code}）"

    @property
    def top_code(self) -> str:
        return top_of(self.code)

    def clean(self) -> None:
        """Refuse what the database would: a third level, and a code of another category."""
        if self.parent and (self.parent.parent_id or self.top_code != self.parent.code):
            raise ValidationError(
                {"parent": _("This is not the category that the code begins with.")}
            )
        if self.code and not is_code(self.code):
            raise ValidationError(
                {"code": _("A code is 2 to 8 capital letters, as in ATT or ATT-LENG.")}
            )


class LexiconQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """The bureau's own people: a hospital that knew the words could write around them."""
        if not user.is_authenticated or not user.is_active or user.institution_id:
            return self.none()
        return self if user.roles else self.none()

    def of_category(self, code: str) -> Self:
        """Those of a category, and of its kinds."""
        return self.filter(Q(category__code=code) | Q(category__parent__code=code))

    def in_use(self) -> Self:
        """Those that sort: neither they nor their category, at either level, is retired."""
        category = Q(category=None) | Q(category__is_active=True)
        parent = Q(category__parent=None) | Q(category__parent__is_active=True)
        return self.filter(category, parent, is_active=True)


@tracked()
class LexiconEntry(models.Model):
    """A phrase as people say it, and the category it speaks of; without one it names no problem."""

    phrase = models.CharField(_("phrase"), max_length=40, unique=True)
    category = models.ForeignKey(
        ProblemCategory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="phrases",
        verbose_name=_("category"),
        help_text=_("Left empty for wording that only sounds like a problem."),
    )
    priority = models.SmallIntegerField(
        _("priority"),
        default=0,
        help_text=_("Only where two phrases of one length overlap: the higher number wins."),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    objects = LexiconQuerySet.as_manager()

    class Meta:
        verbose_name = _("lexicon entry")
        verbose_name_plural = _("lexicon")
        ordering = ["category__order", "category__code", "phrase"]
        default_permissions = ["view", "add", "change"]
        permissions = [
            ("import_lexiconentry", _("Can import the lexicon")),
            ("export_lexiconentry", _("Can export the lexicon")),
        ]
        constraints = [
            models.CheckConstraint(
                name="phrase_is_long_enough",
                condition=GreaterThanOrEqual(Length("phrase"), SHORTEST),
                violation_error_message=_("A phrase has at least two signs."),
            )
        ]

    def __str__(self) -> str:
        return self.phrase

    def clean(self) -> None:
        self.phrase = plain(self.phrase or "")
