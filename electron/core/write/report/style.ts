/** Style of the page: dark first, light on paper; no font or file is fetched. */
export const style = `
:root{color-scheme:dark;--bg:#0e1318;--panel:#161d25;--line:#2a3440;--text:#e8ecf0;--muted:#9fadba;--amber:#ffbe3c;--sky:#56b4e9;--good:#7fd1ae;--rose:#f49ac1}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
main,header.top,footer{max-width:1480px;margin:0 auto;padding:0 28px}
header.top{padding-top:30px}
h1{font-size:27px;line-height:1.25;margin:0;font-weight:650;letter-spacing:-.01em}
h2{font-size:18px;margin:0 0 14px;font-weight:600}
h3{font-size:14px;margin:22px 0 8px;font-weight:600;color:var(--muted)}
p{margin:6px 0}
.sub{color:var(--muted);margin-top:4px}
.notice{margin:18px 0 22px;padding:12px 16px;border:2px dashed var(--amber);border-radius:6px;background:#2a220f;display:flex;gap:6px 18px;flex-wrap:wrap;align-items:baseline}
.notice b{color:var(--amber);letter-spacing:.04em}
section{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:20px 22px;margin:0 0 20px}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(210px,1fr));gap:14px}
.rates{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,600px),1fr));gap:14px 28px}
.number{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:13px 16px}
.number .name{color:var(--muted);font-size:13px}
.number .value{font-size:25px;font-weight:620;font-variant-numeric:tabular-nums;margin-top:1px}
.number .value small{font-size:14px;font-weight:400;color:var(--muted);margin-left:4px}
.number .more{font-size:13px;color:var(--muted)}
.numbers{margin-bottom:20px}
.row{display:grid;gap:12px;grid-template-columns:repeat(var(--columns),minmax(0,1fr))}
figure{margin:0}
figure img{display:block;width:100%;height:auto;border-radius:3px;background:#000}
figcaption{font-size:13px;line-height:1.4;padding-top:6px}
figcaption b{display:block;font-weight:600}
.tag{color:var(--muted)}
.tag.synthetic{color:var(--amber)}
.keys{display:flex;flex-wrap:wrap;gap:8px 28px;margin-top:18px;padding-top:14px;border-top:1px solid var(--line);font-size:13px;color:var(--muted)}
.keys span{display:inline-flex;align-items:center;gap:8px}
.swatch{display:inline-block;width:30px;height:0;border-top:3px solid var(--sky)}
.swatch.dashed{border-top:3px dashed var(--amber)}
.swatch.other{border-top:3px dotted var(--rose)}
.ramp{display:inline-block;width:110px;height:11px;border-radius:2px}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
.wide{overflow-x:auto}
th,td{padding:7px 9px;text-align:right;border-bottom:1px solid var(--line);vertical-align:top}
th{font-weight:500;color:var(--muted);font-size:13px;line-height:1.35;vertical-align:bottom}
th small{display:block;font-size:11.5px;opacity:.85}
td{white-space:nowrap}
thead .group th{border-bottom:0;text-align:center;color:var(--text);padding-bottom:0}
thead .group th+th{border-left:1px solid var(--line)}
th:first-child,td:first-child{text-align:left;white-space:normal}
.methods td:first-child{min-width:190px}
td.edge,th.edge{border-left:1px solid var(--line)}
tr.model td{background:#1d2630}
td .best{display:block;font-size:11px;line-height:1.2;color:var(--good);letter-spacing:.03em}
td.is-best{font-weight:650}
.verdict{border-left:3px solid var(--sky);padding:2px 0 2px 14px;margin:0 0 16px}
.verdict.worse{border-color:var(--amber)}
.fine{font-size:13px;color:var(--muted)}
ul.warnings{list-style:none;margin:0;padding:0}
ul.warnings li{padding:8px 0 8px 0;border-top:1px solid var(--line);display:grid;grid-template-columns:92px 1fr;gap:12px}
ul.warnings li:first-child{border-top:0;padding-top:0}
ul.warnings b{color:var(--amber);font-weight:600}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:20px;align-items:start}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 18px;margin:0}
dt{color:var(--muted)}
dd{margin:0;overflow-wrap:anywhere}
code,pre{font:12.5px/1.5 ui-monospace,"DejaVu Sans Mono",monospace}
pre{margin:4px 0 0;white-space:pre;overflow-x:auto;color:var(--muted)}
svg text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;fill:var(--text)}
svg .muted{fill:var(--muted)}
footer{color:var(--muted);font-size:13px;padding-bottom:40px}
@media (max-width:1000px){.row,.pair{grid-template-columns:1fr 1fr}.pair{grid-template-columns:1fr}}
@media print{:root{color-scheme:light;--bg:#fff;--panel:#fff;--line:#ccd3da;--text:#111;--muted:#4a5560;--amber:#8a5a00;--sky:#0a6fae;--good:#0c6b46;--rose:#a8326b}
.notice{background:#fff7e3}tr.model td{background:#f1f5f8}section,figure{break-inside:avoid}}
`;
