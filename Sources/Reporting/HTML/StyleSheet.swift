/// The rules of style of the page and its pictures.
///
/// Colours are the pair blue and vermilion of the palette below, which readers without red or
/// green can tell apart; nothing is said by colour alone. A test computes the contrast of all
/// pairs that carry text or lines.
///
/// Source: Masataka Okabe and Kei Ito, "Color Universal Design", 2008; W3C, "Web Content
/// Accessibility Guidelines 2.2", 2023, criteria 1.4.3 and 1.4.11.
enum StyleSheet {
  /// The colours of both themes.
  static let palette: StyleText = """
    :root{color-scheme:light dark;
    --paper:#ffffff;--panel:#f4f6f8;--ink:#1b1f24;--quiet:#525a63;--rule:#c5ccd3;--line:#7d8790;
    --good:#0a589f;--good-soft:#dcebf8;--bad:#a83a00;--bad-soft:#fbe6d9;
    --warn:#6b5200;--warn-soft:#f8efcf;--fill:#4585bc;
    --s0:#ffffff;--s1:#dcebf8;--s2:#b7d6ef;--s3:#fbd3b4;--s4:#f5a877}
    @media (prefers-color-scheme:dark){:root{
    --paper:#14181d;--panel:#1c2229;--ink:#e6eaee;--quiet:#a6b0ba;--rule:#3a434d;--line:#7f8a95;
    --good:#7cb9ee;--good-soft:#16324b;--bad:#ff9d66;--bad-soft:#45230e;
    --warn:#e3c463;--warn-soft:#3a3110;--fill:#5d9fd6;
    --s0:#14181d;--s1:#16324b;--s2:#1d4a72;--s3:#5a3213;--s4:#7d3b0c}}
    @media print{:root{color-scheme:light;
    --paper:#ffffff;--panel:#f4f6f8;--ink:#1b1f24;--quiet:#525a63;--rule:#c5ccd3;--line:#7d8790;
    --good:#0a589f;--good-soft:#dcebf8;--bad:#a83a00;--bad-soft:#fbe6d9;
    --warn:#6b5200;--warn-soft:#f8efcf;--fill:#4585bc;
    --s0:#ffffff;--s1:#dcebf8;--s2:#b7d6ef;--s3:#fbd3b4;--s4:#f5a877}}

    """

  /// Text and layout.
  static let page: StyleText = """
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;print-color-adjust:exact;-webkit-print-color-adjust:exact}
    body{margin:0;background:var(--paper);color:var(--ink);
    font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;
    overflow-wrap:anywhere}
    .wide{max-width:72rem;margin:0 auto;padding:0 1rem}
    h1,h2,h3,h4{line-height:1.25;margin:0 0 .4em}
    h1{font-size:1.6rem}h2{font-size:1.35rem;margin-top:2.6rem;padding-top:.5rem;
    border-top:2px solid var(--ink)}
    h3{font-size:1.08rem;margin-top:1.5rem}h4{font-size:1rem;margin-top:1.1rem}
    p,ul,ol,dl{margin:0 0 .7em;max-width:46rem}
    ul,ol{padding-left:1.3rem}
    a{color:var(--good)}
    a:focus-visible,summary:focus-visible,input:focus-visible,[tabindex]:focus-visible{
    outline:3px solid var(--good);outline-offset:2px}
    code{font:.92em ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}
    .skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:.5rem;background:var(--paper)}
    .quiet{color:var(--quiet)}.small{font-size:.9rem}
    .good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}
    .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
    header.wide{padding-top:1.4rem}
    .verdict{display:flex;flex-wrap:wrap;gap:.4rem 1.4rem;align-items:center;margin:1rem 0;
    padding:.9rem 1rem;border-left:8px solid var(--line);background:var(--panel)}
    .verdict.good{border-color:var(--good);background:var(--good-soft)}
    .verdict.bad{border-color:var(--bad);background:var(--bad-soft)}
    .verdict.warn{border-color:var(--warn);background:var(--warn-soft)}
    .verdict>*{color:var(--ink)}
    .verdict .word{font-size:1.7rem;font-weight:700;line-height:1.1}
    .verdict .points{font-size:1.15rem}
    .verdict svg{flex:1 1 10rem;max-width:24rem;height:1.2rem}
    .sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:0 1.4rem}
    .facts{display:flex;flex-wrap:wrap;gap:.15rem 1.4rem;list-style:none;padding:0;max-width:none}
    nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;list-style:none;padding:0;max-width:none}
    .card{border:1px solid var(--rule);border-left:5px solid var(--line);padding:.8rem 1rem;
    margin:0 0 1rem;background:var(--paper);break-inside:avoid}
    .card.bad{border-left-color:var(--bad)}.card.warn{border-left-color:var(--warn)}
    .card.good{border-left-color:var(--good)}
    .card,.card>*{color:var(--ink)}
    .card h3,.card h4{margin-top:0}
    @media (min-width:62rem){.card .bullet{float:right;width:21rem;margin:0 0 .5rem 1.5rem}}
    .card h3 .cost{color:var(--bad);margin-right:.6em;white-space:nowrap}
    .card.warn h3 .cost{color:var(--warn)}
    dl.why{display:grid;grid-template-columns:7.2rem 1fr;gap:.25rem .8rem;margin:.5rem 0 0;
    max-width:52rem}
    dl.why dt{color:var(--quiet)}dl.why dd{margin:0}
    dl.why ol,dl.why ul{margin:0;padding-left:1.2rem}
    .next{font-weight:600}
    .scroll{overflow-x:auto;max-width:100%}
    table{border-collapse:collapse;margin:0 0 1rem;font-size:.94rem}
    th,td{padding:.28rem .6rem;text-align:left;vertical-align:top;
    border-bottom:1px solid var(--rule);overflow-wrap:break-word;max-width:26rem}
    a bdi{text-decoration:underline}
    td bdi,th bdi{display:inline-block;max-width:20rem}
    tbody th{min-width:8rem}td:not(.number){min-width:6rem}td:empty{min-width:0}
    thead th{border-bottom:2px solid var(--line);font-weight:600;white-space:nowrap}
    tbody th{font-weight:400}
    th.number,td.number{text-align:right}
    caption{text-align:left;color:var(--quiet);padding:.2rem 0}
    .tag{display:inline-block;padding:0 .5em;border:1px solid currentColor;border-radius:3px;
    font-size:.85rem;white-space:nowrap}
    details{margin:0 0 1rem}summary{cursor:pointer;padding:.35rem 0}
    summary h3{display:inline;margin:0}
    details.scenario{border:1px solid var(--rule);padding:.3rem 1rem;background:var(--paper)}
    details.scenario[open]>summary{border-bottom:1px solid var(--rule);margin-bottom:.7rem}
    .charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,21rem),1fr));
    gap:1rem 1.4rem;margin:0 0 1rem}
    .charts.one{grid-template-columns:minmax(0,34rem)}
    .charts.two{grid-template-columns:repeat(auto-fill,minmax(min(100%,26rem),1fr))}
    figure{margin:0;break-inside:avoid;min-width:0}
    figcaption{font-size:.92rem;margin:0 0 .2rem}
    .charts svg,.bullet{display:block;width:100%;max-width:34rem;height:auto}
    pre{background:var(--panel);padding:.6rem .8rem;overflow-x:auto;margin:0 0 .8em;
    white-space:pre-wrap}
    footer{margin:3rem 0 2rem;color:var(--quiet);font-size:.9rem}
    @media (max-width:34rem){dl.why{grid-template-columns:1fr;gap:0}
    dl.why dd{margin-bottom:.4rem}h2{margin-top:2rem}th,td{padding:.25rem .4rem}}
    @media print{body{font-size:10pt}.wide{max-width:none;padding:0}nav,.skip{display:none}
    details::details-content{content-visibility:visible;display:block;height:auto}
    details>*{display:block}
    h2,h3,h4,summary{break-after:avoid}tr{break-inside:avoid}.scroll{overflow:visible}
    svg.diagram{max-width:100%;min-width:0!important;height:auto}
    .charts{grid-template-columns:1fr 1fr}a{color:inherit}}

    """

  /// Charts.
  static let charts: StyleText = """
    svg text{font:11px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;
    fill:var(--ink)}
    .tick{fill:var(--quiet)}.end{text-anchor:end}.mid{text-anchor:middle}
    .grid{stroke:var(--rule);stroke-width:1}
    .axis{stroke:var(--line);stroke-width:1}
    .curve{fill:none;stroke:var(--good);stroke-width:2}
    .curve.two{stroke:var(--bad);stroke-dasharray:6 3}
    .thin{fill:none;stroke:var(--ink);stroke-width:1.2}
    .area{fill:var(--good-soft);stroke:none}.bar{fill:var(--fill)}
    .bar.lost,.lost{fill:var(--bad)}
    .hatch{stroke:var(--bad);stroke-width:.9;fill:none}
    .missing{fill:var(--bad-soft);stroke:none}
    .bound{stroke:var(--bad);stroke-width:1.6;fill:none}
    .bound.none{stroke-dasharray:3 3}
    svg .bound-text{fill:var(--bad);paint-order:stroke;stroke:var(--paper);stroke-width:3px}
    .zone-full{fill:var(--good-soft)}.zone-part{fill:var(--warn-soft)}.zone-none{fill:var(--bad-soft)}
    .fault{fill:var(--bad-soft)}.fault-line{stroke:var(--bad);stroke-width:1.4}
    .recovered{stroke:var(--good);stroke-width:1.4;stroke-dasharray:2 2}
    .fault-bar{fill:var(--bad-soft);stroke:var(--bad);stroke-width:1}
    .mark{fill:var(--ink)}.mark.well{fill:var(--good)}
    .cell{stroke:var(--rule);stroke-width:.5}
    .unseen{fill:var(--panel)}
    .dot{fill:var(--ink);stroke:var(--paper);stroke-width:1}
    .whisker{stroke:var(--ink);stroke-width:1.6;fill:none}
    .track-line{fill:var(--panel);stroke:var(--line);stroke-width:1}
    .hover{fill:transparent}.hover:hover{fill:var(--line);fill-opacity:.18}

    """

  /// Diagrams.
  static let diagram: StyleText = """
    .diagram{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif}
    .diagram .ground{fill:var(--paper)}
    .diagram text{fill:var(--ink);font-size:12px}
    .diagram .frame rect{fill:var(--panel);stroke:var(--line);stroke-dasharray:5 3}
    .diagram .frame-title{fill:var(--quiet);font-size:12px;paint-order:stroke;
    stroke:var(--panel);stroke-width:3px}
    .diagram .node>rect,.diagram .users>rect{fill:var(--paper);stroke:var(--ink);stroke-width:1.3}
    .diagram .node-title{font:600 12px ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}
    .diagram .node-detail{fill:var(--ink);font-size:11px}
    .diagram .middle{text-anchor:middle}
    .diagram .arrow path{fill:none;stroke:var(--ink);stroke-width:1.2}
    .diagram .arrow polygon{fill:var(--ink)}
    .diagram .handsOver path{stroke-dasharray:7 4}.diagram .pulls path{stroke-dasharray:1.5 3.5}
    .diagram .flag path{fill:var(--bad-soft);stroke:var(--bad);stroke-width:1.3}
    .diagram .flag-text{fill:var(--ink);font-size:9px;font-weight:700;text-anchor:middle}
    .diagram .load-text{text-anchor:end;font-size:11px;font-weight:600}
    .diagram .track rect{fill:var(--paper);stroke:var(--line)}
    .diagram .fill rect{fill:var(--ink)}
    .s0 rect,rect.s0{fill:var(--s0)}.s1 rect,rect.s1{fill:var(--s1)}.s2 rect,rect.s2{fill:var(--s2)}
    .s3 rect,rect.s3{fill:var(--s3)}.s4 rect,rect.s4{fill:var(--s4)}
    .diagram .s0 rect,.diagram .s1 rect,.diagram .s2 rect,.diagram .s3 rect,.diagram .s4 rect{
    stroke:var(--ink);stroke-width:1.3}
    .diagram .s4 rect{stroke-width:3}
    .diagram .load{display:none}

    """

  /// The switches of a diagram.
  ///
  /// Radio buttons alone, so that they work with script off and by keyboard. Where a reader's
  /// program does not know `:has`, the first scenario and all paths are shown without switches.
  static func switches(paths: Int, scenarios: Int) -> StyleText {
    var rules: StyleText = """
      .switch{display:flex;flex-wrap:wrap;gap:.2rem 1rem;border:1px solid var(--rule);
      margin:0 0 .6rem;padding:.3rem .8rem}
      .switch legend{font-weight:600;padding:0 .3rem}
      .switch label{display:inline-flex;gap:.35rem;align-items:center;min-height:1.9rem}
      @media print{.switch{display:none}}
      .note{display:none}.only .u0{display:inline}.only .n0{display:block}
      @supports not selector(:has(*)){.switch{display:none}.diagram .u0{display:inline}
      .note.n0{display:block}}

      """
    for index in 0..<scenarios {
      rules =
        rules
        + ".switched:has(.pick-u\(index):checked) .u\(index){display:inline}.switched:has(.pick-u\(index):checked) .n\(index){display:block}\n"
    }
    for index in 0..<paths {
      rules =
        rules
        + ".switched:has(.pick-p\(index):checked) .on:not(.p\(index)){opacity:.22}.switched:has(.pick-p\(index):checked) .arrow.p\(index) path{stroke-width:2.6}\n"
    }
    return rules
  }
}
