/// How the page looks: on a screen in light and dark, on a telephone, on A4.
public enum PageStyle {
  /// Without the colours, which are those of a `Theme`.
  public static let rules = """
    :root{color-scheme:light dark;--line:#d1d9e0;--card:#f6f8fa}
    @media screen and (prefers-color-scheme:dark){:root{--line:#3d444d;--card:#1f2630}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 \(Drawing.fontFamily)}
    header,main,footer{max-width:54rem;margin:0 auto;padding:0 1.25rem}
    header{padding-top:2rem}
    footer{padding-bottom:2rem;color:var(--muted);font-size:.875rem}
    h1{font-size:1.75rem;line-height:1.25;margin:0 0 .25rem;overflow-wrap:anywhere}
    h2{font-size:1.3rem;margin:2.5rem 0 .5rem;padding-top:.75rem;border-top:1px solid var(--line)}
    h3{font-size:1.05rem;margin:0 0 .25rem;display:flex;gap:.5rem;align-items:center;overflow-wrap:anywhere}
    h3 svg{flex:none}
    p,ul{margin:.25rem 0 .75rem}
    .lead,.rule,figcaption{color:var(--muted)}
    a{color:var(--figure)}
    nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;padding:0;margin:1rem 0 0}
    .key{display:flex;flex-wrap:wrap;gap:.75rem;margin:1.25rem 0 0;padding:0;list-style:none}
    .key li{flex:1 1 9rem;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.6rem .9rem}
    .key b{display:block;font-size:1.3rem;line-height:1.3}
    .key span{color:var(--muted);font-size:.875rem}
    .scroll{overflow-x:auto;margin:.75rem 0 1.25rem}
    table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums}
    caption{text-align:left;font-weight:600;padding-bottom:.4rem;white-space:nowrap}
    th,td{padding:.35rem .6rem;text-align:right;border-bottom:1px solid var(--line);vertical-align:baseline;white-space:nowrap}
    th:first-child,td:first-child{text-align:left;padding-left:0}
    thead tr+tr th:first-child{text-align:right;padding-left:.6rem}
    tbody th{font-weight:600;white-space:normal;min-width:9rem;overflow-wrap:anywhere}
    thead th{color:var(--muted);font-weight:600}
    th[colspan]{text-align:center}
    tfoot th,tfoot td{font-weight:600;border-bottom:0}
    .wide{width:100%}
    .facts th{font-weight:400;color:var(--muted);min-width:0;padding-right:1.5rem}
    .facts td{text-align:left;white-space:normal;overflow-wrap:anywhere}
    .cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,22rem),1fr));gap:1rem;margin:1rem 0}
    .card{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.9rem 1.1rem}
    .card ul{padding-left:1.2rem;margin-bottom:0}
    .card p{margin:.25rem 0}
    .rule{font-size:.875rem}
    figure{margin:1.25rem 0 1.75rem}
    .picture{overflow-x:auto;border:1px solid var(--line);border-radius:8px}
    .picture svg{display:block;width:100%;min-width:36rem;height:auto}
    figcaption{font-size:.875rem;margin-top:.4rem}
    .note{border-left:4px solid var(--mark);background:var(--card);padding:.6rem .9rem;margin:1rem 0}
    @media screen and (max-width:42rem){
    caption{white-space:normal}
    .picture::before,.scroll:has(.wide)::before{content:"wider than this screen: move it sideways →";position:sticky;left:0;display:block;width:max-content;max-width:100%;padding:.2rem .5rem;color:var(--muted);font-size:.75rem}
    }
    @page{size:A4;margin:15mm 14mm}
    @media print{
    html{font-size:10pt}
    body{font-size:1rem}
    h2{margin-top:7mm}
    header,main,footer{max-width:none;padding:0}
    nav{display:none}
    h2,h3,.lead,caption,thead{break-after:avoid}
    .lead,figcaption,figure,tr,.card,.key,.picture,svg{break-inside:avoid}
    .scroll,.picture{overflow:visible}
    .picture svg{min-width:0;max-height:96mm}
    figure{margin:3mm 0 5mm}
    table{break-inside:avoid}
    tfoot{display:table-row-group}
    table{font-size:9pt}
    .cards{display:block}
    .card{margin-bottom:4mm}
    *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
    }
    """
}
