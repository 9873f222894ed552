"""Which words are Vietnamese syllables: an onset, a rime that exists, at most one tone that the rime allows.

Used to tell one encoding from another: text read with the wrong table gives hardly any syllable.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_STOPPED_TONES = {"\u0301", "\u0323"}
"""Before c, ch, p and t there is only sắc or nặng."""

FREE_ONSETS = ("", "b", "ch", "d", "đ", "h", "kh", "l", "m", "n", "nh", "p", "ph", "r", "s", "t", "th", "tr", "v", "x")
BACK_ONSETS = ("c", "g", "ng")
FRONT_ONSETS = ("k", "gh", "ngh")

_FRONT = "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu y"
_BACK = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
o oc oi om on ong oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung up ut uôc uôi uôm uôn uông uôt
ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet
uân uâng uât uây uê uêch uên uênh uêu uơ uy uya uych uyn uynh uyt uyp uyu uyên uyêt
"""
_AFTER_QU = """
a ac ach ai an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt ân âng ât ây e en eo et ê ên êch ênh êt ơ ôc
y ych ynh yt yên yêt in it
"""
_AFTER_GI = "ê êc êng êt êm eo n"
FRONT_RIMES, BACK_RIMES = tuple(_FRONT.split()), tuple(_BACK.split())
QU_RIMES = tuple(_AFTER_QU.split())
GI_RIMES = ("", *_AFTER_GI.split(), *BACK_RIMES)
BARE_RIMES = ("yêm", "yên", "yêng", "yêt", "yêu")

_BODIES = frozenset(
    [onset + rime for onset in FREE_ONSETS for rime in FRONT_RIMES + BACK_RIMES]
    + [onset + rime for onset in BACK_ONSETS for rime in BACK_RIMES]
    + [onset + rime for onset in FRONT_ONSETS for rime in FRONT_RIMES]
    + [f"qu{rime}" for rime in QU_RIMES]
    + [f"gi{rime}" for rime in GI_RIMES]
    + list(BARE_RIMES)
)


@lru_cache(maxsize=65_536)
def is_syllable(word: str) -> bool:
    """Whether a word, in any case and any composition, is a syllable with more than one letter."""
    small = unicodedata.normalize("NFD", word.lower())
    tones = [char for char in small if char in TONES]
    body = unicodedata.normalize("NFC", "".join(char for char in small if char not in TONES))
    if len(body) < 2 or len(tones) > 1 or body not in _BODIES:
        return False
    return not body.endswith(("c", "ch", "p", "t")) or (bool(tones) and tones[0] in _STOPPED_TONES)
