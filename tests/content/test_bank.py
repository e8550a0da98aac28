"""The bank as a whole keeps to the syllabus."""

from collections import Counter

from app.authoring.near_duplicates import near_duplicates
from app.questions.front_matter import DIFFICULTIES
from app.questions.preparing import prepare
from app.questions.seed_files import read_paths
from tests.content.claims import facts_have_been_read
from tests.content.conftest import SEEDS, refuse
from tests.content.links import malformed

LEAST = {"Coding": 12, "Estimation": 15, "Debugging": 12}


def test_it_stands_in_the_syllabus(document, syllabus):
    front = document.front
    planned = syllabus["topics"].get(front.topic, {})
    assert planned.get(front.id) == f"{front.difficulty} {front.kind}"
    assert (front.id in syllabus["anchors"]) == front.is_anchor


def test_its_tags_are_in_the_vocabulary(document, syllabus):
    assert [tag for tag in document.front.tags if tag not in syllabus["tags"]] == []


def test_its_links_lead_into_the_syllabus(document, syllabus):
    known = {external_id for topic in syllabus["topics"].values() for external_id in topic}
    front = document.front
    assert [link for link in front.prerequisites + front.related if link not in known] == []
    assert front.id not in front.prerequisites + front.related


def test_no_anchor_is_free(document):
    assert not (document.front.is_anchor and document.front.is_free)


def test_about_one_in_ten_is_free_and_one_in_every_large_topic(documents):
    ready = [document.front for document in documents if document.front.status == "ready"]
    free = [front for front in ready if front.is_free]
    # A second one in a topic only as long as they are few: one in each topic is asked for once it has five.
    assert len(free) <= max(len({front.topic for front in free}), len(ready) * 0.15)
    assert len(free) >= len(ready) * 0.07
    sizes = Counter(front.topic for front in ready)
    with_free = {front.topic for front in free}
    assert [topic for topic, size in sizes.items() if size >= 5 and topic not in with_free] == []


def test_ids_and_slugs_are_unique(documents):
    for name in ("id", "slug"):
        counts = Counter(getattr(document.front, name) for document in documents)
        assert [value for value, count in counts.items() if count > 1] == []


def test_every_topic_has_five_questions_all_difficulties_and_three_kinds(documents, syllabus):
    by_topic = {topic: [] for topic in syllabus["topics"]}
    for document in documents:
        if document.front.status == "ready":
            by_topic[document.front.topic].append(document.front)
    assert {topic: len(fronts) for topic, fronts in by_topic.items() if len(fronts) < 5} == {}
    missing = {topic: set(DIFFICULTIES) - {front.difficulty for front in fronts} for topic, fronts in by_topic.items()}
    assert {topic: names for topic, names in missing.items() if names} == {}
    assert [topic for topic, fronts in by_topic.items() if len({front.kind for front in fronts}) < 3] == []


def test_the_mix_of_the_bank_is_as_planned(documents):
    ready = [document.front for document in documents if document.front.status == "ready"]
    difficulties = Counter(front.difficulty for front in ready)
    for difficulty, planned in (("Easy", 0.20), ("Medium", 0.45), ("Hard", 0.35)):
        assert abs(difficulties[difficulty] / len(ready) - planned) < 0.05, difficulty
    kinds = Counter(front.kind for front in ready)
    assert {kind: kinds[kind] for kind, least in LEAST.items() if kinds[kind] < least} == {}


def test_no_two_questions_are_nearly_the_same(documents):
    texts = {document.front.id: f"{document.front.title}\n{document.sections['Prompt'].text}" for document in documents}
    assert near_duplicates(texts, {}) == []


def test_every_file_of_the_bank_renders():
    files, problems = read_paths([SEEDS])
    assert problems == []
    prepare(files).refuse_errors()


def test_every_fact_was_read_on_a_day_that_has_come(bank):
    refuse(facts_have_been_read(bank.facts))


def test_addresses_of_facts_are_well_formed(bank):
    assert [(fact.id, address) for fact in bank.facts.values() for address in malformed(fact.source)] == []
