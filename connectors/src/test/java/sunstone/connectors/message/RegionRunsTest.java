package sunstone.connectors.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RegionRunsTest {
    @Test
    void of_beginsWanted_hasAFirstRunOfZero() {
        assertThat(RegionRuns.of(new boolean[] {true, true, false}).runs()).isEqualTo(List.of(0, 2, 1));
        assertThat(RegionRuns.of(new boolean[] {false, true}).runs()).isEqualTo(List.of(1, 1));
        assertThat(RegionRuns.of(new boolean[0]).wanted()).isEmpty();
    }

    @Test
    void wanted_whatWasEncoded_isTheSame() {
        SplittableRandom random = new SplittableRandom(3);
        for (int k = 0; k < 200; k++) {
            boolean[] region = new boolean[random.nextInt(1, 60)];
            for (int i = 0; i < region.length; i++) {
                region[i] = random.nextInt(3) > 0;
            }
            assertThat(RegionRuns.of(region).wanted()).isEqualTo(region);
        }
    }
}
