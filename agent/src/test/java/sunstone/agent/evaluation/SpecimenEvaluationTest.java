package sunstone.agent.evaluation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sunstone.agent.evaluation.report.EvaluationReport;
import sunstone.agent.evaluation.report.SpecimenReport;
import sunstone.agent.evaluation.report.SpecimenReport.Section;
import sunstone.agent.round.BatchSize;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.ensemble.EnsembleSampler;
import sunstone.models.prior.OnnxPrior;
import sunstone.simulators.microstructure.MicrostructureRecipe;
import sunstone.simulators.microstructure.Specimen;

class SpecimenEvaluationTest {
    private static final double THICKNESS = 0.15;
    private static final MicrostructureRecipe RECIPE = MicrostructureRecipe.equiaxed(16);

    @Test
    void run_twoSections_theSecondBeginsWithAMap(@TempDir Path out) throws IOException {
        try (OnnxPrior prior = OnnxPrior.open(model(), "cpu", 2)) {
            Samplers samplers = Samplers.with(
                    name -> new EnsembleSampler(prior, 4), new EvaluationReport.Model("prior", ""), 4, "cpu");
            SpecimenReport report = evaluate(samplers, Samplers.ENSEMBLE, "expected-gain", 40, out);

            Section first = report.sections().get(0);
            Section second = report.sections().get(1);
            assertThat(first.carried()).isZero();
            assertThat(first.points()).isEqualTo(requireNonNull(first.alone()).points());
            assertThat(second.carried()).as(second.why()).isBetween(0.3, 1.0);
            assertThat(second.firstMapDeg()).isLessThan(first.meanDeg() + 6);
            assertThat(requireNonNull(second.alone()).firstMapDeg()).isGreaterThan(20);
            assertThat(second.takenBack()).isFalse();
            assertThat(second.points())
                    .isLessThanOrEqualTo(requireNonNull(second.alone()).points());
        }
    }

    @Test
    void run_classicalFill_reportsSectionsOfTheContract(@TempDir Path out) throws IOException {
        SpecimenReport report = evaluate(Samplers.nearestOnly(), Samplers.NEAREST, "pl-k-center", 12, out);

        assertThat(report.thicknessUm()).isEqualTo(THICKNESS * RECIPE.meanDiameterPx(), within(1e-9));
        assertThat(report.sections()).extracting(Section::section).containsExactly(1, 2);
        assertThat(report.sections()).allSatisfy(s -> {
            assertThat(s.points()).isEqualTo(12);
            assertThat(s.firstMapDeg()).isGreaterThan(s.meanDeg());
            assertThat(s.stopRight()).isNull();
        });
        assertThat(Files.readString(out.resolve("report.json")))
                .contains("\"specimen\":{\"thicknessUm\":", "\"firstMapDeg\":", "\"stopRight\":null", "\"carried\":");
        assertThat(Files.readString(out.resolve("report.html"))).contains("The specimen, section by section");
    }

    private static Path model() {
        Path here = Path.of("models/zoo/hexagonal/model.onnx");
        return Files.exists(here) ? here : Path.of("..").resolve(here);
    }

    private static SpecimenReport evaluate(Samplers samplers, String sampler, String policy, int budget, Path out)
            throws IOException {
        Evaluation.Plan plan = new Evaluation.Plan(
                List.of(policy), List.of("camera"), List.of(sampler), List.of(1L), budget, 2, BatchSize.fixed(8), 10);
        List<Specimen.Cut> cuts = Specimen.sections(new ScanGrid(48, 48, 1), RECIPE, 2, THICKNESS, 1);
        EvaluationReport report = new SpecimenEvaluation(Map.of(1L, cuts), plan, samplers, out, new Silent()).run();
        return requireNonNull(report.specimen());
    }

    private static final class Silent implements Evaluation.Progress {
        @Override
        public void run(String stem, long total) {}

        @Override
        public void points(long done) {}
    }
}
