// Runs when a project has been generated. Before a block of a page, a line such as <!-- excerpt: workshop/memo1/Memo.java -->
// tells the kit's own tests what the block shows. Who reads the page as plain text has no use for it.
def project = new File(request.outputDirectory, request.artifactId)
[new File(project, "README.md"), *new File(project, "docs").listFiles()].findAll { it.name.endsWith(".md") }.each { page ->
    page.setText(page.getText("UTF-8").replaceAll(/(?m)^<!-- \w+: .* -->\R/, ""), "UTF-8")
}
