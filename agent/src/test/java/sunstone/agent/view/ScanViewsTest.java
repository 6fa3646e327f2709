package sunstone.agent.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sunstone.agent.loop.Announcement;
import sunstone.agent.scan.Plan;
import sunstone.agent.scan.Scan;
import sunstone.agent.wire.Opening;
import sunstone.connectors.message.MapRevision;

class ScanViewsTest {
    private static final int SIZE = 100;
    private static final int FRAMES = 36;
    /** What a view of the test keeps: its frames and their fit. */
    private static final long ONE = (long) SIZE * SIZE * (FRAMES + 60);

    @Test
    void post_closedScans_keepsAsManyAsFitAndEveryOpenOne() {
        ScanViews views = new ScanViews(3 * ONE);
        for (int k = 0; k < 40; k++) {
            views.post(view("open" + k, false));
        }
        for (int k = 0; k < 40; k++) {
            views.post(view("closed" + k, true));
        }

        assertThat(views.all()).filteredOn(v -> !v.closed()).hasSize(40);
        assertThat(views.all())
                .filteredOn(ScanView::closed)
                .extracting(v -> v.scan().scanId())
                .containsExactly("closed37", "closed38", "closed39");
    }

    private static ScanView view(String id, boolean closed) {
        Scan scan =
                Opening.scan(Announcement.of(id, SIZE, SIZE, FRAMES)).value().orElseThrow();
        return new ScanView(
                scan,
                "specimen",
                1,
                null,
                null,
                null,
                false,
                0,
                List.of(),
                0,
                0,
                0,
                0,
                new MapRevision.Calibration(0, null, null),
                0,
                List.of(),
                Instant.EPOCH,
                false,
                null,
                null,
                null,
                List.of(),
                Plan.announced(scan.budget()),
                new Activity(
                        closed ? Activity.Kind.CLOSED : Activity.Kind.LIGHT, Instant.EPOCH, null, null, null, null),
                new ScanPace(0, 0),
                new PlFrames(scan.grid(), FRAMES),
                new FoundPhases(Map.of(1, "Ti"), List.of()),
                null,
                closed,
                null);
    }
}
