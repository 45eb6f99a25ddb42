// What the plugin runs after it has built a generated project: the stages before startAt are green, the others red, and
// each of their tests is red because the stub says so. What a person sees of it is the scoreboard, and little else.
// The commands of workshop.help see the same, and find all well.
import groovy.xml.XmlSlurper

def properties = new Properties()
new File(basedir, "archetype.properties").withInputStream { properties.load(it) }
def startAt = (properties.startAt ?: "1") as int

def help = { Object... command ->
    def java = System.getProperty("java.home") + "/bin/java"
    def builder = new ProcessBuilder([java, "src/test/java/workshop/help/${command[0]}.java", *command.tail()]*.toString())
    def path = System.getProperty("maven.home") + "/bin" + File.pathSeparator + System.getenv("PATH")
    def process = builder.tap { environment().put("PATH", path) }.directory(context.projectDir).redirectErrorStream(true).start()
    [said: process.inputStream.getText("UTF-8"), status: process.waitFor()]
}

for (file in [".github/workflows/memos.yml", ".gitlab-ci.yml"]) {
    assert new File(context.projectDir, file).isFile()
}
for (stage in 1..4) {
    def report = new XmlSlurper().parse(new File(context.projectDir, "target/surefire-reports/TEST-workshop.memo${stage}.Memo${stage}Test.xml"))
    def tests = report.testcase.size()
    def notGreen = report.testcase.findAll { it.children().any { it.name() in ["failure", "error", "skipped"] } }
    def stubs = notGreen.findAll { it.failure.@message.text().startsWith("memo${stage} is yours to write") }
    assert tests > 0
    assert notGreen.size() == (stage < startAt ? 0 : tests)
    assert stubs.size() == notGreen.size()
}

def colour = /\u001b\[[0-9;]*m/ // some Mavens print codes of their own even into a file
def output = new File(context.projectDir, "build.log").getText("UTF-8").replaceAll(colour, "").readLines()
        .takeWhile { !it.startsWith("Running post-build script") }
// Where the failures are not ignored, as they are here, Maven adds 11 lines that say so.
assert output.size() <= (startAt > 4 ? 25 : 40 - 11)
for (stage in 1..4) {
    def row = output.find { it.startsWith("stage ${stage}  [") }
    assert row?.contains(stage < startAt ? "[##########]  kept" : "[..........]  0 of ")
}
def file = "src/main/java/workshop/memo${startAt}/Memo.java"
assert output.any { it == "  memo${startAt} is yours to write: replace the TODO in ${file}" } == (startAt <= 4)
assert output.any { it ==~ /  open ${file}:\d+/ } == (startAt <= 4)
assert output.any { it.startsWith("All stages are green. ") } == (startAt > 4)
assert !output.any { it =~ /^\s+at \w+\./ } // no stack trace

if (startAt == 1) {
    // Where the pages lead to has come with them.
    [new File(context.projectDir, "README.md"), *new File(context.projectDir, "docs").listFiles()].each { page ->
        (page.getText("UTF-8") =~ /\]\(([^):#]+)[^):]*\)/).each { assert new File(page.parentFile, it[1]).exists() }
        assert !page.name.endsWith(".md") || !page.getText("UTF-8").contains("<!--") // what only the kit's tests need
    }

    // The README shows what is really printed.
    def scoreboard = output.dropWhile { !it.startsWith("Scoreboard") }.join("\n").trim()
    assert new File(context.projectDir, "README.md").getText("UTF-8").replace("\r\n", "\n").contains("\n```\n" + scoreboard + "\n```\n")
}

if (startAt == 3) {
    def green = help("Stage", "compare", 2)
    assert green.said.contains("Your memo2 is the solution")
    assert green.status == 0

    def red = help("Stage", "compare", 3)
    assert red.said.contains("Still red: ")
    assert red.status == 1

    def examined = help("Doctor")
    assert examined.said.contains("those of stage 1 are green on its solution, without a network")
    assert examined.said.contains("[ok]   your code     compiles")
    assert examined.said.contains("[ok]   demo ") || examined.said.contains("[warn] demo          without a network, Maven lacks")
    assert examined.status == 0

    def memo4 = new File(context.projectDir, "src/main/java/workshop/memo4/Memo.java")
    memo4.text = memo4.text.replace("// TODO", "Entry<V> entry;")
    def broken = help("Doctor")
    assert broken.said =~ /\[bad]  your code     src\/main\/java\/workshop\/memo4\/Memo.java:\d+  cannot find symbol +symbol: +class Entry/
    assert broken.status == 1
}
return true
