"""How forms are drawn: `{{ form }}` and `{{ field.as_field_group }}` print the house's own boxes."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class HouseRenderer(TemplatesSetting):
    """Label, hint and error in one order everywhere, tied to the box by aria-describedby (`_components/field.html`)."""

    form_template_name = "_components/fields.html"
    field_template_name = "_components/field.html"
