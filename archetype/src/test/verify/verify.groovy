// What the plugin runs after it has built a generated project: the stages before startAt are green, the others red, and
// each of their tests is red because the stub says so.
import groovy.xml.XmlSlurper

def properties = new Properties()
new File(basedir, "archetype.properties").withInputStream { properties.load(it) }
def startAt = (properties.startAt ?: "1") as int

for (stage in 1..4) {
    def report = new XmlSlurper().parse(new File(context.projectDir, "target/surefire-reports/TEST-workshop.memo${stage}.Memo${stage}Test.xml"))
    def tests = report.testcase.size()
    def notGreen = report.testcase.findAll { it.children().any { it.name() in ["failure", "error", "skipped"] } }
    def stubs = notGreen.findAll { it.failure.@message.text().startsWith("memo${stage} is yours to write") }
    assert tests > 0
    assert notGreen.size() == (stage < startAt ? 0 : tests)
    assert stubs.size() == notGreen.size()
}
return true
