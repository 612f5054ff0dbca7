"""Template tags: what is masked, what stays, and that nothing moves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.documents.model import MASK
from claimlint.documents.templating import mask


def left(source: str, blade: bool = False) -> str:
    """Return what stays of a source, after checking that nothing moved."""
    masked = mask(source, blade)
    assert len(masked) == len(source)
    for own, other in zip(source, masked, strict=True):
        assert other in (own, MASK)
        assert own not in "\r\n" or other == own
    return masked.replace(MASK, "")


CASES = {
    "calm {{ name }} rest": "calm  rest",
    "{{ $x := `a` | plainify }}calm": "calm",
    '{{< figure alt="no" >}}calm{{< /figure >}}': "calm",
    '{{% notice "no" %}}calm{{% /notice %}}': "calm",
    "{{{ raw }}}calm{{{{raw}}}}": "calm",
    "{{#if a}}calm{{else}}rest{{/if}}": "calmrest",
    "{{!-- no }} no --}}calm{{! no }}": "calm",
    "{{-- no }} no --}}calm": "calm",
    "{{/* no }} no */}}calm{{- /* no */ -}}": "calm",
    "{% if a %}calm{% endif %}": "calm",
    "{% comment %}no {% if %}{% endcomment %}calm": "calm",
    "{%- comment -%}no{%- endcomment -%}calm": "calm",
    "{% raw %}{{ calm }}{% endraw %} rest": "{{ calm }} rest",
    "{% highlight js %}no{% endhighlight %}calm": "calm",
    "{% schema %}{}{% endschema %}calm{% style %}no{% endstyle %}": "calm",
    "{{< highlight go >}}no{{< /highlight >}}calm": "calm",
    "{% comment %}never closed": "never closed",
    "{# no #}calm{#\nno\n#}": "calm\n\n",
    "# Rest {#rest .lead}": "# Rest ",
    "{!! $no !!}calm": "calm",
    "<% if (a) { %>calm<% } %><%= no %>": "calm",
    "<?php no ?>calm<?= no ?>": "calm",
    "calm<?php no ;": "calm",
    '<?xml version="1.0"?>calm': "calm",
    "a {{ b\nc }} d": "a \n d",
    "a {{ stray\nrest": "a \nrest",
    "a {{ stray\nrest {{ no }}": "a \nrest ",
    "a {% stray\nrest {% no %}": "a \nrest ",
    "a <% stray\nrest <% no %>": "a \nrest ",
    "a {# stray\nrest": "a \nrest",
    "a {{ b\r\nc }} d": "a \r\n d",
    "{ calm } % # < ? >": "{ calm } % # < ? >",
    "x <? y": "x ",
    "5 <?> 6": "5 <?> 6",
    "": "",
}


@pytest.mark.parametrize("source", CASES)
def test_what_stays(source: str) -> None:
    assert left(source) == CASES[source]


def test_blade_directives() -> None:
    source = (
        "@section('title', 'no (no)')\n  @if($a == (1))\ncalm @rest a@b.example\n  @endif\n"
        "@php\n$no = 1;\n@endphp\n@media print {}\n@foreach($open\nrest"
    )
    assert left(source, blade=True).split() == (
        "calm @rest a@b.example @media print {} rest".split()
    )
    assert left(source) == source


MARKS = st.sampled_from(
    "{{ }} {{{ }}} {{< >}} {{% %}} {{!-- --}} {{/* */}} {% %} {# #} {!! !!} <% %> <?php ?> <? "
    "comment endcomment raw endraw highlight /highlight @if( @php @endphp ( ) ' \" \n \r\n a".split(
        " "
    )
)


@given(st.lists(MARKS, max_size=30).map("".join), st.booleans())
def test_nothing_moves(source: str, blade: bool) -> None:
    left(source, blade)


HARD = (
    "{{",
    "{%",
    "{#",
    "{!!",
    "<%",
    "<?php",
    "{{!--",
    "{{/*",
    "{% comment %}",
    "@php\n",
    "@if(\n",
)


@pytest.mark.parametrize("opener", HARD)
@pytest.mark.timeout(60)
def test_openers_without_end_are_read_in_linear_time(opener: str) -> None:
    source = opener * 100_000 + "\ncalm"
    assert len(mask(source, blade=True)) == len(source)
