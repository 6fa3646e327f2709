package sunstone.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.kafka.Topic;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.PlFit;
import sunstone.models.posterior.Snapshot;

/**
 * Finds, while the log is read anew, the state in which the newest published round began, so that its posterior can be
 * drawn again and the points after it judged as the agent before would have done. Every topic passes that instant at a time
 * of its own.
 */
final class Resumption {
    private final Published published;
    private @Nullable List<EbsdPoint> points;
    private @Nullable PlFit light;
    private boolean lightSeen;

    /** A round that was published, and what it rested on. */
    record Published(int revision, Provenance provenance) {}

    Resumption(Published published) {
        this.published = published;
    }

    /** To be told of every record before it is folded. */
    void before(Topic topic, long offset, ScanState state, LiveTrust trust) {
        if (offset < published.provenance().input(topic)) {
            return;
        }
        if (topic == Topic.EBSD_POINTS) {
            passPoints(state, trust);
        } else if (topic == Topic.PL_FRAMES) {
            passFrames(state);
        }
    }

    private List<EbsdPoint> passPoints(ScanState state, LiveTrust trust) {
        List<EbsdPoint> there = points;
        if (there == null) {
            Learnt learnt = published.provenance().learnt();
            trust.restore(learnt);
            learnt.refuted().forEach(state::refute);
            there = state.snapshot().points();
            points = there;
        }
        return there;
    }

    private void passFrames(ScanState state) {
        if (!lightSeen) {
            lightSeen = true;
            light = state.snapshot().light();
        }
    }

    /** What the round began with; everything that it rested on has been folded. */
    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    Snapshot snapshot(ScanState state, LiveTrust trust) {
        List<EbsdPoint> there = passPoints(state, trust);
        passFrames(state);
        Scan scan = state.scan();
        return new Snapshot(scan.grid(), scan.mapped().laue(), light, there, scan.region());
    }

    /** Number of the round. */
    int revision() {
        return published.revision();
    }

    /** Why its map was only the classical fill, or null. */
    @Nullable
    String degraded() {
        return published.provenance().degraded();
    }
}
