package sunstone.agent.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void scan_smallSection_reportsItsRounds() {
        int exit = run(
                "--scan",
                "20",
                "--batch",
                "8",
                "--size",
                "32",
                "--members",
                "2",
                "--condition",
                "camera",
                "--model",
                "../models/zoo/hexagonal/model.onnx");

        assertThat(exit).as(err.toString()).isZero();
        JsonObject report = new JsonObject(out.toString());
        assertThat(report.getInteger("points")).isEqualTo(20);
        assertThat(report.getInteger("rounds")).isEqualTo(4); // after 0, 8, 16 and 20 points
        // a map that is drawn whole is one tile: two members without points, then one and a fill, in three passes
        assertThat(report.getInteger("tilesDrawn")).isEqualTo(4);
        assertThat(report.getDouble("networkMegapixelsMax")).isEqualTo(2 * 3 * 32 * 32 / 1e6);
        assertThat(report.getDouble("networkMegapixelsP50")).isEqualTo(3 * 32 * 32 / 1e6);
        assertThat(report.getDouble("meanDeg")).isBetween(0.1, 45.0);
        assertThat(report.getDouble("roundSecondsMax")).isPositive();
    }

    @Test
    void scan_morePointsThanPixels_isBadUsage() {
        assertThat(run("--scan", "2000", "--size", "32")).isEqualTo(2);
        assertThat(err.toString()).contains("--scan").contains("2000");
    }

    @Test
    void condition_unknown_isBadUsage() {
        assertThat(run("--scan", "20", "--condition", "foggy")).isEqualTo(2);
        assertThat(err.toString()).contains("foggy");
    }

    private int run(String... args) {
        return new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }
}
