package sunstone.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import sunstone.agent.scan.Budget;
import sunstone.agent.scan.Scan;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.Phase;
import sunstone.models.map.ScanGrid;

class HistogramTest {
    private static final Scan SCAN =
            new Scan("s", new ScanGrid(10, 10, 1), new Phase(1, "Ti", LaueGroup.HEXAGONAL), 0, Budget.UNLIMITED);

    @Test
    void of_almostAllBelowTwoDegrees_endsThere() {
        float[] degrees = new float[100];
        Arrays.fill(degrees, 1.5f);
        degrees[7] = 80;

        JsonObject histogram = Histogram.of(SCAN, degrees);

        assertThat(histogram.getDouble("toDeg")).isEqualTo(2);
        assertThat(histogram.getJsonArray("counts").stream()
                        .mapToInt(n -> (Integer) n)
                        .sum())
                .isEqualTo(100);
        assertThat(histogram.getJsonArray("counts").getInteger(18)).isEqualTo(99);
        assertThat(histogram.getJsonArray("counts").getInteger(23)).isEqualTo(1);
    }
}
