package sunstone.agent.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sunstone.agent.evaluation.metrics.BestFill;
import sunstone.agent.evaluation.metrics.MapMetrics;
import sunstone.agent.evaluation.metrics.Oracle;
import sunstone.agent.evaluation.metrics.PerfectSegmentation;
import sunstone.agent.evaluation.metrics.Scene;
import sunstone.agent.evaluation.report.EvaluationReport.CurvePoint;
import sunstone.agent.evaluation.report.EvaluationReport.Machine;
import sunstone.agent.evaluation.report.EvaluationReport.Run;
import sunstone.agent.evaluation.report.EvaluationReport.Truth;
import sunstone.connectors.message.LightOptics;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.UniaxialOptics;
import sunstone.models.polarizedlight.stack.PlFit;
import sunstone.models.posterior.NearestFill;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;
import sunstone.simulators.microstructure.MicrostructureGenerator;
import sunstone.simulators.microstructure.MicrostructureRecipe;

class ReportTest {
    private static final LightOptics OPTICS = new LightOptics(
            LightOptics.ESTIMATED,
            40,
            0.5,
            0.02,
            -31.5,
            -1,
            1.25,
            List.of(2.5, -1.5),
            0.75,
            1.01,
            new LightOptics.Spread(0.01, 0.002, 0.5, 0.1, List.of(0.25, 0.5), 0.1, 0.002),
            null);

    private static final ScanGrid GRID = new ScanGrid(48, 64, 0.5);

    @Test
    void write_twoScenes_writesEveryFile(@TempDir Path out) throws IOException {
        Scene scene = scene("nearest", 3);

        Report.write(out, report(scene), List.of(scene, ensemble(scene("ensemble", 3))));

        assertThat(out).isDirectoryContaining("glob:**/curve-1.png");
        assertThat(out).isDirectoryContaining("glob:**/calibration.png");
        for (String what : List.of("truth", "ipf", "points", "error", "uncertainty", "pl")) {
            assertThat(out).isDirectoryContaining("glob:**/nearest-" + what + ".png");
        }
        assertThat(out).isDirectoryContaining("glob:**/nearest-local-misorientation.png");
        assertThat(out).isDirectoryContaining("glob:**/ensemble-boundary-probability.png");
        String html = Files.readString(out.resolve("report.html"));
        assertThat(html)
                .contains("a &lt;b&gt; note")
                .doesNotContain("src=\"http")
                .doesNotContain("a <b>");
    }

    @Test
    void write_oneScene_namesPicturesAfterWhatTheyShow(@TempDir Path out) throws IOException {
        Scene scene = scene("only", 4);

        Report.write(out, report(scene), List.of(scene));

        assertThat(out.resolve("ipf.png")).exists();
        assertThat(out.resolve("calibration.png")).doesNotExist();
    }

    @Test
    void write_report_jsonHasTheFieldsOfTheContract(@TempDir Path out) throws IOException {
        Scene scene = scene("only", 4);

        Report.write(out, report(scene), List.of(scene));

        String json = Files.readString(out.resolve("report.json"));
        assertThat(json)
                .contains("\"truth\":{\"file\":\"maps/a.ctf\",\"rows\":48,\"cols\":64,\"laue\":\"6/mmm\",\"grains\":")
                .contains("\"model\":null")
                .contains("\"machine\":{\"cores\":2,\"device\":\"cpu\"}")
                .contains(
                        "\"policy\":\"random\",\"condition\":\"clean\",\"seed\":1,\"targetDeg\":2.0,\"pointsToTarget\":null")
                .contains("\"coverage90\":null,\"spreadSkill\":null,\"inferenceMs\":3.0,\"members\":1")
                .contains("\"optics\":{\"verdict\":\"estimated\",\"points\":40,\"gain\":0.5,\"black\":0.02,")
                .contains("\"shiftPx\":[2.5,-1.5],\"rotationDeg\":0.75,\"scale\":1.01,\"sd\":{\"gain\":0.01,")
                .contains("\"oracle\":{\"pointsOnePerGrain\":");
        assertThat(Files.readString(out.resolve("report.html")))
                .contains("What the points taught of the light")
                .contains("0.500 \u00b1 0.010");
        assertThat(ObjectMapper.getDefault().readValue(json, EvaluationReport.class))
                .isEqualTo(report(scene));
    }

    private static EvaluationReport report(Scene scene) {
        MapMetrics metrics = new MapMetrics(scene.truth());
        Truth truth = new Truth("maps/a.ctf", 48, 64, "6/mmm", metrics.grains().count(10), metrics.indexed());
        CurvePoint at = new CurvePoint(
                40,
                40.0 / metrics.indexed(),
                metrics.score(scene.posterior()).meanDeg(),
                1,
                2,
                1,
                1,
                1,
                null,
                null,
                3,
                1,
                5.0,
                1.5,
                0.0,
                null,
                0,
                new BestFill(4.0, 0.3, "raw"),
                null,
                1.5);
        Run run = new Run("random", "clean", 1, 2, null, List.of(at), "maps/a.ctf", "nearest", null, OPTICS);
        Oracle oracle = PerfectSegmentation.of(scene.truth());
        return new EvaluationReport(
                truth,
                null,
                new Machine(2, "cpu"),
                List.of(run),
                oracle,
                List.of(truth),
                List.of(oracle),
                Map.of("budget", "40"),
                List.of("a <b> note"),
                Average.of(List.of(run)),
                Stopping.of(List.of(run)),
                null,
                List.of());
    }

    /** A generated section, its noiseless polarized light and 40 random points. */
    private static Scene scene(String name, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        OrientationMap truth = MicrostructureGenerator.generate(GRID, MicrostructureRecipe.random(random), random)
                .map();
        int n = GRID.size();
        float[] scaled = new float[PlImage.CHANNELS * n];
        double[] h = new double[PlImage.CHANNELS];
        for (int i = 0; i < n; i++) {
            UniaxialOptics.canonical().harmonics(truth.quaternions(), 4 * i, h, 0);
            for (int c = 0; c < h.length; c++) {
                scaled[c * n + i] = PlScaling.canonical().scale(c, h[c]);
            }
        }
        List<EbsdPoint> points = new ArrayList<>();
        for (int k = 0; k < 40; k++) {
            int i = random.nextInt(n);
            points.add(EbsdPoint.of(i / 64, i % 64, 1, truth.quaternions(), 4 * i, 1));
        }
        PlImage pl = new PlImage(GRID, scaled, new float[PlImage.CHANNELS]);
        Snapshot snapshot = new Snapshot(GRID, truth.laue(), PlFit.made(pl), points, truth.valid());
        return new Scene(name, name + " on a generated map", truth, snapshot, new NearestFill().sample(snapshot, 1));
    }

    /** The same scene with a second member that is the truth. */
    private static Scene ensemble(Scene scene) {
        Posterior p = scene.posterior();
        float[] exact = new float[4 * GRID.size()];
        for (int i = 0; i < exact.length; i++) {
            exact[i] = (float) scene.truth().quaternions()[i];
        }
        Posterior two =
                new Posterior(p.map(), p.uncertaintyDeg(), List.of(p.members().get(0), exact), 0);
        return new Scene(scene.name(), scene.title(), scene.truth(), scene.snapshot(), two);
    }
}
