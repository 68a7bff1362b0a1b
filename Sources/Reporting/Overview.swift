// Reporting turns what was found out into words, and the records of the language into pages.
//
// It gets values (`EvaluationReport`, `LoadProfile`, `PluginSet`, `Vocabulary`) and returns text.
// It must not know the engine, any plugin by name, the clock, files or the terminal; nothing here
// prints. Every name comes from somebody's file: `SafeText` stands between it and the terminal,
// `Markdown` between it and a page, `Markup` between it and HTML or SVG, `JSONEncoder` between it and
// a document.
//
//     let style = TextStyle(colour: isTerminal, unicode: isTerminal, width: 80)
//     let summary = TextReport.render(report, style: style)
//     let page = HTMLReport.render(report, diagram: Diagram(design).placed(by: nil), arguments: words)
//     let document = ResultDocument.json(report, timing: true)
//     switch ExplainPages.explain("queue.limit", plugins: plugins) {
//     case .found(let text): …
//     case .unknown(let suggestions): …
//     }
//
// Start reading at `TextReport` (Text), `HTMLReport` (HTML; its list of sections is the page),
// `Diagram` (Diagram), `ResultDocument` (Documents) or `ExplainPages` (Pages). A
// key that is added to the document must be added to `ResultSchema`, and a diagnostic code to
// `DiagnosticPage`; tests compare both.
