package sunstone.agent.evaluation.metrics;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import sunstone.models.posterior.Posterior;

/**
 * Does an ensemble know how wrong its map is, at the end of a run.
 *
 * @param levels shares of the members that a ball holds
 * @param coverage share of pixels whose truth lies in that ball, one per level
 * @param spreadDeg root mean square spread of groups of pixels, from least spread to most, degrees
 * @param errorDeg root mean square error of the same groups, degrees
 */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Calibration(List<Double> levels, List<Double> coverage, List<Double> spreadDeg, List<Double> errorDeg) {
    /** Levels of coverage curves: 0.05, 0.10, ... 0.95. */
    public static final List<Double> LEVELS =
            IntStream.rangeClosed(1, 19).mapToObj(k -> k / 20.0).toList();

    private static final int GROUPS = 12;

    /** Measures a posterior; null if it has only one member. */
    public static @Nullable Calibration of(MapMetrics metrics, Posterior posterior) {
        if (posterior.members().size() < 2) {
            return null;
        }
        EnsembleMetrics ensemble = metrics.ensemble(posterior);
        List<Double> spread = new ArrayList<>();
        List<Double> error = new ArrayList<>();
        for (double[] group : ensemble.spreadAgainstError(Math.min(GROUPS, metrics.indexed()))) {
            spread.add(group[0]);
            error.add(group[1]);
        }
        return new Calibration(LEVELS, LEVELS.stream().map(ensemble::coverage).toList(), spread, error);
    }

    /** Of several ensembles together: mean coverage, and root mean squares of the groups of equal rank. */
    public static Calibration of(List<Calibration> parts) {
        return new Calibration(
                parts.get(0).levels(),
                together(parts, Calibration::coverage, c -> c, c -> c),
                together(parts, Calibration::spreadDeg, d -> d * d, Math::sqrt),
                together(parts, Calibration::errorDeg, d -> d * d, Math::sqrt));
    }

    private static List<Double> together(
            List<Calibration> parts,
            Function<Calibration, List<Double>> figures,
            DoubleUnaryOperator to,
            DoubleUnaryOperator back) {
        List<List<Double>> each = parts.stream().map(figures).toList();
        int length = each.stream().mapToInt(List::size).min().orElse(0);
        return IntStream.range(0, length)
                .mapToObj(k -> each.stream()
                        .mapToDouble(f -> to.applyAsDouble(f.get(k)))
                        .average()
                        .orElse(Double.NaN))
                .map(back::applyAsDouble)
                .toList();
    }
}
