package sunstone.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class JsonLogTest {
    @Test
    void logJson_line_isOneObjectWithTheScan() throws Exception {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(MDC.getMDCAdapter());
        context.putProperty("SUNSTONE_LOG", "json");
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        PrintStream before = System.err;
        ByteArrayOutputStream caught = new ByteArrayOutputStream();
        try {
            System.setErr(new PrintStream(caught, true, StandardCharsets.UTF_8));
            configurator.doConfigure(getClass().getResource("/logback.xml"));
            MDC.put("scanId", "s1");
            context.getLogger("sunstone.test").info("revision {} of \"x\"", 3);
        } finally {
            MDC.clear();
            System.setErr(before);
            context.stop();
        }

        String[] lines = caught.toString(StandardCharsets.UTF_8).strip().split("\n");
        assertThat(lines).hasSize(1);
        JsonObject line = new JsonObject(lines[0]);
        assertThat(line.getString("formattedMessage")).isEqualTo("revision 3 of \"x\"");
        assertThat(line.getString("level")).isEqualTo("INFO");
        assertThat(line.getJsonObject("mdc").getString("scanId")).isEqualTo("s1");
    }
}
