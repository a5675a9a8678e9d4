"""Times flashtext and pyahocorasick: reference.py FORMS TEXT, a form a line. Prints name, build and find seconds, matches."""

import sys
import time

import ahocorasick
from flashtext import KeywordProcessor

with open(sys.argv[1], encoding="utf-8") as file:
    forms = file.read().split("\n")
with open(sys.argv[2], encoding="utf-8") as file:
    text = file.read()


def report(name, build, find):
    began = time.perf_counter()
    built = build()
    built_at = time.perf_counter()
    matches = find(built)
    found_at = time.perf_counter()
    print(name, built_at - began, found_at - built_at, matches, sep="\t", flush=True)


def automaton():
    built = ahocorasick.Automaton()
    for form in forms:
        built.add_word(form.lower(), form)
    built.make_automaton()
    return built


def keywords():
    built = KeywordProcessor()
    for form in forms:
        built.add_keyword(form)
    return built


report(
    "pyahocorasick",
    automaton,
    lambda built: sum(1 for _ in built.iter_long(text.lower())),
)
report("flashtext", keywords, lambda built: len(built.extract_keywords(text)))
