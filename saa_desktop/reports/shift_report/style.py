"""How report.html looks: light or dark as the browser is, light on paper."""

_LIGHT = """--paper: #fff; --text: #222; --soft: #5f646c; --rule: #d6d8dc; --faint: #c9ccd1; --line: #222;
  --ok: #0072B2; --open: #E69F00; --ng: #D55E00; --bar: #8a929c; --card: #f4f5f7"""
_DARK = """--paper: #1b1d20; --text: #e8e8e8; --soft: #a6abb3; --rule: #3a3e44; --faint: #4a4f57;
  --line: #e8e8e8; --ok: #56B4E9; --open: #F0B840; --ng: #F0803C; --bar: #7d858f; --card: #25282c"""
STYLE = (
    f":root {{ color-scheme: light dark; {_LIGHT} }}"
    f"@media (prefers-color-scheme: dark) {{ :root {{ {_DARK} }} }}"
    f"@media print {{ :root {{ color-scheme: light; {_LIGHT} }} }}"
    """
body { font: 14px/1.5 system-ui, "Microsoft YaHei", "PingFang SC", "Noto Sans SC", "Noto Sans CJK SC",
  sans-serif;
  margin: 2em auto; max-width: 960px; padding: 0 1em; color: var(--text); background: var(--paper) }
h1 { font-size: 24px; margin: 0 0 .5em } h2 { font-size: 17px; margin: 1.8em 0 .3em }
p { margin: .3em 0 } .soft { color: var(--soft); font-size: 12.5px; max-width: 80ch }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: .4em 0 }
th, td { padding: .25em .8em .25em 0; border-bottom: 1px solid var(--rule); text-align: left;
  vertical-align: top }
th { font-weight: 600 } .facts th { color: var(--soft); font-weight: 400; white-space: nowrap }
.numbers td, .numbers th { text-align: right; padding-right: 1.2em }
.numbers td:first-child, .numbers th:first-child { text-align: left }
.cards { display: flex; flex-wrap: wrap; gap: .8em } .card { background: var(--card); border-radius: 6px;
  padding: .5em 1em } .card div { display: flex; gap: 1.4em } .card span { display: block }
.card b { font-size: 20px; font-weight: 600; font-variant-numeric: tabular-nums; display: block }
figure { margin: .6em 0; break-inside: avoid } svg { max-width: 100%; height: auto }
.sheet { display: grid; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); gap: 1em }
.sheet figure { margin: 0; font-size: 12px; overflow-wrap: anywhere }
.sheet img, .sheet .none { width: 100%; aspect-ratio: 4 / 3; object-fit: contain; background: var(--card);
  border-radius: 4px }
.sheet .none { display: grid; place-items: center; text-align: center; color: var(--soft) }
.fill-ok { fill: var(--ok) } .fill-open { fill: var(--open) } .fill-ng { fill: var(--ng) }
.fill-bar { fill: var(--bar) } .fill-line { fill: var(--line) } .fill-text { fill: var(--text) }
.fill-faint { fill: var(--soft) } .stroke-line { stroke: var(--line) } .stroke-text { stroke: var(--text) }
.stroke-faint { stroke: var(--faint) } .hatch { stroke: var(--paper); stroke-width: 1.2 }
h2, .soft { break-after: avoid } .card { break-inside: avoid }
@media print { body { margin: 0; max-width: none; padding: 0 } * { print-color-adjust: exact }
  .sheet { grid-template-columns: repeat(4, 1fr) } }
"""
)
