"""How forms are drawn."""

import pytest
from django import forms
from django.template import engines

from accompany.house.specimen import SpecimenForm
from accompany.house.templatetags.house import oops


def drawn(template: str, **context: object) -> str:
    return engines["django"].from_string("{% load house %}" + template).render(context)


def asked(**answers: str) -> SpecimenForm:
    form = SpecimenForm(answers)
    form.is_valid()
    return form


def test_an_error_stands_above_its_input():
    page = str(asked()["called"].as_field_group())

    assert page.index('class="oops"') < page.index("<input")


def test_an_error_is_told_with_its_input():
    page = str(asked()["called"].as_field_group())

    assert 'aria-describedby="id_called_helptext id_called_error"' in page
    assert 'id="id_called_error"' in page
    assert 'aria-invalid="true"' in page


def test_the_summary_repeats_every_error_word_for_word():
    form = asked(email="kim.example.org")
    page = str(form)

    asks = [oops(field) for field in form.visible_fields() if field.errors]
    assert len(asks) == 5
    assert [page.count(each) for each in asks] == [2] * 5


@pytest.mark.parametrize(
    ("answers", "heading"),
    [
        ({"message": "no", "language": "en", "agreed": "on"}, "One answer needs another look"),
        ({"message": "no", "agreed": "on"}, "Two answers need another look"),
    ],
)
def test_the_summary_counts_in_words(answers, heading):
    assert heading in str(asked(**answers))


def test_nothing_typed_is_lost():
    page = str(asked(words="a door that locks", hour="pm"))

    assert "a door that locks" in page
    assert 'value="pm"' in page
    assert "checked" in page


def test_a_refusal_is_in_the_summary_and_nowhere_else():
    form = asked(called="Kim", message="no", language="en", agreed="on")
    form.add_error(None, "This record is closed. Reopen it before adding to it.")

    assert str(form).count("This record is closed.") == 1


def test_an_untouched_form_has_no_summary():
    assert "errors-h" not in str(SpecimenForm())


def test_markup_in_an_answer_is_text():
    page = str(asked(called="<script>x</script>", words="<b>"))

    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_choice_may_have_a_hint():
    assert "<small>Not after ten at night</small>" in str(SpecimenForm())


def test_an_answer_that_may_be_left_out_says_so():
    assert "(if you like)" in str(SpecimenForm()["email"].as_field_group())
    assert "(if you like)" not in str(SpecimenForm()["called"].as_field_group())


def test_a_form_may_keep_quiet_about_what_is_optional():
    class Filters(forms.Form):
        marks_optional = False
        q = forms.CharField(required=False)

    assert "(if you like)" not in str(Filters())


def test_a_form_where_nothing_is_needed_says_so_once():
    class Free(forms.Form):
        a = forms.CharField(required=False)
        b = forms.CharField(required=False)
        c = forms.CharField(required=False)

    page = str(Free())

    assert page.count("Nothing here has to be filled in.") == 1
    assert "(if you like)" not in page


def test_the_summary_leads_to_the_first_of_several_choices():
    assert 'href="#id_message_0"' in str(asked())


def test_hidden_answers_that_are_wrong_are_told_on_the_whole():
    class Hidden(forms.Form):
        version = forms.IntegerField(widget=forms.HiddenInput)

    form = Hidden({"version": "x"})
    form.is_valid()

    assert "Enter a whole number." in str(form)


def test_two_forms_on_a_page_keep_their_ids_apart():
    page = drawn("{{ a }}{{ b }}", a=SpecimenForm({}, prefix="a"), b=SpecimenForm({}, prefix="b"))

    ids = [part.split('"', 1)[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


def test_an_empty_answer_is_asked_for_by_its_label():
    class Plain(forms.Form):
        name = forms.CharField(label="Name")
        role = forms.CharField(label="Role")

    page = drawn("{{ form }}", form=Plain({}))

    assert page.count("“Name” needs an answer.") == page.count("“Role” needs an answer.") == 2
    assert "This field is required" not in page
