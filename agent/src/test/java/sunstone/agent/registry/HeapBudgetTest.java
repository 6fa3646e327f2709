package sunstone.agent.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import sunstone.agent.loop.Announcement;
import sunstone.agent.scan.Scan;
import sunstone.agent.wire.Opening;

class HeapBudgetTest {
    private static final long MB = 1 << 20;
    private final HeapBudget budget = new HeapBudget(512 * MB, 8);

    @Test
    void refusal_scanThatFits_isNone() {
        assertThat(budget.refusal(scan(500, 36), List.of())).isEmpty();
        assertThat(budget.refusal(scan(128, 36), Collections.nCopies(20, scan(128, 36))))
                .isEmpty();
    }

    @Test
    void refusal_largestScanInASmallProcess_saysWhatItNeedsAndWhatThereIs() {
        assertThat(budget.refusal(scan(2048, 36), List.of())).hasValueSatisfying(text -> assertThat(text)
                .contains("2048 x 2048 with 36 PL frames needs", "0 MB of 512 MB", "-Xmx"));
    }

    @Test
    void refusal_manyThatWouldFitAlone_comesWhenTheRoomIsTaken() {
        Scan scan = scan(500, 36);
        int admitted = 0;
        while (budget.refusal(scan, Collections.nCopies(admitted, scan)).isEmpty()) {
            admitted++;
        }

        assertThat(admitted).isBetween(2, 8);
        assertThat(admitted * budget.resting(scan)).isLessThan(512 * MB);
    }

    private static Scan scan(int size, int frames) {
        return Opening.scan(Announcement.of("s", size, size, frames)).value().orElseThrow();
    }
}
