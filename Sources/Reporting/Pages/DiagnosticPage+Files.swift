extension DiagnosticPage {
  /// Problems of the text itself.
  static let yaml: [DiagnosticPage] = [
    .init(
      "yaml.alias",
      "Anchors (&name) and aliases (*name) are not allowed, because they hide what a file says. "
        + "Write the value out where it is needed, or quote a text that begins so.",
      "timeout: *usual"),
    .init(
      "yaml.control-character",
      "The file holds a character that cannot be seen, such as NUL or an escape. Delete it; "
        + "copying from a terminal or a web page often brings it along.", "name: \"a\\u0000b\""),
    .init(
      "yaml.duplicate-key",
      "The same key stands twice in one map, and only one of the two values could hold. Delete "
        + "one of them.", "web: { kind: service, kind: worker }"),
    .init(
      "yaml.empty",
      "The file holds no document, only white space or comments. Begin with "
        + "'format: arch/1'.", "# nothing yet"),
    .init(
      "yaml.invalid-utf8",
      "The file is not UTF-8 text, so its letters cannot be told. Save it as UTF-8 in your editor.",
      "(a file saved as UTF-16)"),
    .init(
      "yaml.key-not-text",
      "A key of a map must be text. Put a key with brackets in quotes, or write the missing one.",
      "? [a, b]\n: 1"),
    .init(
      "yaml.merge-key",
      "The merge key '<<' is not allowed, because the merged values have no place of their own. "
        + "Write the entries out; 'defaults:' gives values to many elements.", "<<: { tls: server }"
    ),
    .init(
      "yaml.scalar-too-long",
      "One text is longer than a text may be. Shorten it, or move it to a document of its own.",
      "about: (a megabyte of words)"),
    .init(
      "yaml.several-documents",
      "A second document begins after '---'. A file holds one design; put the other in its own file.",
      "format: arch/1\n---\nformat: arch/1"),
    .init(
      "yaml.syntax",
      "The text is not valid YAML, so nothing after this place could be read. Check the "
        + "indentation, the quotes and the brackets of this line and the one above.",
      "web:\n  kind: service\n   calls: [db]"),
    .init(
      "yaml.tab",
      "YAML does not allow tabs in front of a line. Indent with spaces; most editors can convert "
        + "them.", "web:\n\tkind: service"),
    .init(
      "yaml.tag",
      "A text that begins with '!' is a tag, and tags are not allowed. Put the text in quotes.",
      "kind: !service"),
    .init(
      "yaml.too-deep",
      "Lists and maps lie inside each other deeper than the limit. Real designs need few levels, "
        + "so look for a bracket that was never closed.", "a: [[[[[[…]]]]]]"),
    .init(
      "yaml.too-large",
      "The file has more bytes than a file may have. A design of a hundred components fits easily; "
        + "remove what is not design.", "(a file of many megabytes)"),
    .init(
      "yaml.too-many-nodes",
      "The file has more lists, maps and texts than the limit. Use 'replicas' for equal components "
        + "instead of writing each.", "components: { web1: …, web2: …, … }"),
    .init(
      "yaml.too-many-problems",
      "So many problems were found that reading stopped. Mend the first ones; the rest often "
        + "follow from them.", "(a file of another kind)"),
  ]

  /// Problems of files that another file names.
  static let files: [DiagnosticPage] = [
    .init(
      "file.folder", "The path names a folder where a file is needed. Name the file in it.",
      "file: measurements/"),
    .init(
      "file.link",
      "The path leads through a symbolic link, which is not followed so that no file outside the "
        + "folder can be read. Copy the file into the folder.", "file: linked.csv"),
    .init(
      "file.missing",
      "There is no file at the path. Paths count from the folder of the file that names it.",
      "file: search-tmes.csv"),
    .init(
      "file.no-folder",
      "The input came from a pipe, so it has no folder in which other files could lie. Save it as "
        + "a file first.", "cat a.yaml | windtunnel check -"),
    .init(
      "file.outside-folder",
      "A file may name only files below its own folder. Copy the other file there and name it "
        + "without '..' and without a leading '/'.", "file: ../secret.csv"),
    .init(
      "file.too-large",
      "The file is larger than the limit for its use. Keep fewer rows: a few hundred percentiles "
        + "describe a distribution well.", "file: every-request-of-2025.csv"),
    .init(
      "file.unreadable",
      "The file is there but cannot be read. Check its permissions.", "file: private.csv"),
  ]
}
