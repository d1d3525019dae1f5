"""What the atlas is, and how to use it."""

import streamlit as st

st.title("About the atlas")
st.markdown(
    """
A map of the skin's nerve roots that answers a click: the root lights up on every view, and the panel says
what that root is *there*, with the passages to read next.

#### How to read the map
- **One map at a time.** Published maps disagree, so the atlas never blends them. The panel names the map on
  screen.
- **R and L are the patient's right and left**, not the observer's.
- **A label such as S1 has several meanings**: a vertebra, a nerve root, a disc level, a neurological level.
  The panel says which is meant and offers the others under *Which S1?*
- **Borders are drawn sharper than they are.** Neighbouring territories overlap, and people differ.

#### Keys
| Key | On the map |
|---|---|
| Tab | to the map, one stop a view |
| Arrow keys | to the nearest region in that direction |
| Page Up, Page Down | to the limb before, to the next limb |
| Enter or Space | select the region |
| + − 0 | zoom in, zoom out, whole plate |
| Shift + arrow keys | move a zoomed plate |
| Esc | close the hint |

Mouse and touch: click or tap a region; wheel, pinch or the buttons zoom; drag moves a zoomed plate. The
address of the page holds root, side, map and views: copy it to share what you see.
"""
)
