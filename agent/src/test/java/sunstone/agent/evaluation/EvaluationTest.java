package sunstone.agent.evaluation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sunstone.agent.evaluation.metrics.BestFill;
import sunstone.agent.evaluation.metrics.TruthMap;
import sunstone.agent.evaluation.report.EvaluationReport;
import sunstone.agent.evaluation.report.EvaluationReport.CurvePoint;
import sunstone.agent.evaluation.report.EvaluationReport.Run;
import sunstone.agent.round.BatchSize;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.Phase;
import sunstone.models.map.ScanGrid;
import sunstone.simulators.microstructure.MicrostructureGenerator;
import sunstone.simulators.microstructure.MicrostructureRecipe;

class EvaluationTest {
    @Test
    void run_policyThatLooksAtNothing_hasCheckpointsAtTheDistanceAskedFor(@TempDir Path out) throws IOException {
        EvaluationReport report = evaluate(out, List.of("pl-k-center"), 25, new Heard());

        assertThat(report.runs()).hasSize(1);
        assertThat(report.runs().get(0).curve()).extracting(CurvePoint::points).containsExactly(10, 20, 25);
        assertThat(report.runs().get(0).curve())
                .allSatisfy(p -> assertThat(p.fillMeanDeg()).isEqualTo(p.meanDeg()));
    }

    @Test
    void run_policyThatLooksAtTheMap_hasACheckpointPerBatch(@TempDir Path out) throws IOException {
        EvaluationReport report = evaluate(out, List.of("max-variance"), 20, new Heard());

        assertThat(report.runs().get(0).curve()).extracting(CurvePoint::points).containsExactly(0, 8, 16, 20);
    }

    @Test
    void run_anyPolicy_hasFillsWithTheBestWeightBesideEveryCheckpoint(@TempDir Path out) throws IOException {
        EvaluationReport report = evaluate(out, List.of("pl-k-center:0.1:raw", "random"), 25, new Heard());

        assertThat(report.runs()).allSatisfy(run -> assertThat(run.curve()).allSatisfy(p -> {
            // under clean light nothing is denoised, so both fills of the report are among those tried
            assertThat(p.bestFill())
                    .extracting(BestFill::meanDeg, DOUBLE)
                    .isLessThanOrEqualTo(p.meanDeg() + 1e-5)
                    .isLessThanOrEqualTo(requireNonNull(p.fillMeanDeg()) + 1e-5);
            assertThat(p.alignedFill()).extracting(BestFill::meanDeg, DOUBLE).isPositive();
        }));
    }

    @Test
    void run_firstSeed_drawsHowTheMapGrew(@TempDir Path out) throws IOException {
        evaluate(out, List.of("random"), 60, new Heard());

        BufferedImage sheet = ImageIO.read(
                out.resolve("runs/map-clean-random-nearest-s1-growth.png").toFile());
        // 32 x 32 px five times as large: truth, 10 points (1%), 30 (2%), 60 (5% and the end), each 160 px and a gap of
        // 6
        assertThat(sheet.getWidth()).isEqualTo(6 + 4 * 166);
        assertThat(sheet.getHeight()).isEqualTo(22 + 3 * 166);
        assertThat(Files.readString(out.resolve("report.html"))).contains("How the maps grew", "map.ctf, clean");
    }

    @Test
    void run_morePoints_lowerTheErrorAndTakeTime(@TempDir Path out) throws IOException {
        List<CurvePoint> curve = evaluate(out, List.of("pl-k-center"), 60, new Heard())
                .runs()
                .get(0)
                .curve();

        CurvePoint first = curve.get(0);
        CurvePoint last = curve.get(curve.size() - 1);
        assertThat(last.meanDeg()).isLessThan(0.5 * first.meanDeg());
        assertThat(last.instrumentSeconds()).isGreaterThan(60 * 0.05); // dwell alone
    }

    @Test
    void run_again_takesFinishedRunsFromTheFolder(@TempDir Path out) throws IOException {
        EvaluationReport first = evaluate(out, List.of("random", "grid"), 20, new Heard());
        Heard heard = new Heard();

        EvaluationReport second = evaluate(out, List.of("random", "grid"), 20, heard);

        assertThat(second).isEqualTo(first); // times of inference included: nothing was run
        assertThat(heard.points).containsExactly(20L, 40L); // each run reported once, as finished
        assertThat(out.resolve("report.html")).exists();
    }

    @Test
    void finished_comparisonThatWasStopped_reportsWhatThereIs(@TempDir Path out) throws IOException {
        EvaluationReport stopped = evaluate(out, List.of("random", "grid"), 20, new Heard());
        Heard heard = new Heard();

        EvaluationReport report =
                evaluation(out, List.of("random", "grid", "halton"), 20, heard).finished();

        assertThat(report.runs()).isEqualTo(stopped.runs());
        assertThat(report.settings()).containsEntry("runs", "2 of 3");
        assertThat(heard.points).isEmpty();
        assertThat(Files.readString(out.resolve("report.html"))).contains("2 of 3");
    }

    @Test
    void finished_nothingIs_saysSo(@TempDir Path out) {
        assertThatThrownBy(() ->
                        evaluation(out, List.of("random"), 20, new Heard()).finished())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no run of this comparison is finished in " + out);
    }

    @Test
    void run_severalAtATime_isTheSame(@TempDir Path one, @TempDir Path three) throws IOException {
        List<Run> inTurn = evaluate(one, List.of("random", "grid", "halton"), 20, new Heard(), 1)
                .runs();
        Heard heard = new Heard();

        List<Run> together = evaluate(three, List.of("random", "grid", "halton"), 20, heard, 3)
                .runs();

        assertThat(together)
                .usingRecursiveComparison()
                .ignoringFields("curve.inferenceMs")
                .isEqualTo(inTurn);
        assertThat(heard.points.get(heard.points.size() - 1)).isEqualTo(60);
    }

    @Test
    void run_halfWrittenFile_isRunAgain(@TempDir Path out) throws IOException {
        EvaluationReport first = evaluate(out, List.of("random"), 20, new Heard());
        Path kept = out.resolve("runs").resolve("map-clean-random-nearest-s1.json");
        Files.writeString(kept, Files.readString(kept).substring(0, 100));

        EvaluationReport second = evaluate(out, List.of("random"), 20, new Heard());

        assertThat(second.runs())
                .usingRecursiveComparison()
                .ignoringFields("curve.inferenceMs")
                .isEqualTo(first.runs());
    }

    @Test
    void run_otherBudget_isRunAgain(@TempDir Path out) throws IOException {
        evaluate(out, List.of("random"), 20, new Heard());

        List<Run> runs = evaluate(out, List.of("random"), 30, new Heard()).runs();

        assertThat(runs.get(0).curve().get(runs.get(0).curve().size() - 1).points())
                .isEqualTo(30);
    }

    private static EvaluationReport evaluate(Path out, List<String> policies, int budget, Heard heard)
            throws IOException {
        return evaluate(out, policies, budget, heard, 1);
    }

    private static EvaluationReport evaluate(Path out, List<String> policies, int budget, Heard heard, int parallel)
            throws IOException {
        return evaluation(out, policies, budget, heard).run(parallel);
    }

    private static Evaluation evaluation(Path out, List<String> policies, int budget, Heard heard) {
        Evaluation.Plan plan = new Evaluation.Plan(
                policies, List.of("clean"), List.of(Samplers.NEAREST), List.of(1L), budget, 5, BatchSize.fixed(8), 10);
        return new Evaluation(List.of(truth()), plan, Samplers.nearestOnly(), out, heard);
    }

    private static TruthMap truth() {
        SplittableRandom random = new SplittableRandom(5);
        OrientationMap map = MicrostructureGenerator.generate(
                        new ScanGrid(32, 32, 1), MicrostructureRecipe.random(random), random)
                .map();
        return new TruthMap("map.ctf", new Phase(1, "alpha", map.laue()), map, List.of());
    }

    private static final class Heard implements Evaluation.Progress {
        private final List<Long> points = new ArrayList<>();

        @Override
        public void run(String stem, long total) {}

        @Override
        public void points(long done) {
            points.add(done);
        }
    }
}
