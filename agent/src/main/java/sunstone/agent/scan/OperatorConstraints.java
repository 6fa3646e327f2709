package sunstone.agent.scan;

import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.Control;
import sunstone.connectors.message.RegionRuns;

/** Constraints that operators put on a scan as a whole: a fold over its controls, owned by the scan's state. */
public final class OperatorConstraints {
    private final int pixels;
    private boolean paused;
    private @Nullable Mode mode;
    private @Nullable String stop;
    private boolean @Nullable [] preferred;
    private boolean @Nullable [] forbidden;

    OperatorConstraints(int pixels) {
        this.pixels = pixels;
    }

    Answer take(Control c) {
        RegionRuns region = c.region();
        if (region != null && region.size() != pixels) {
            return new Answer(false, "region covers " + region.size() + " pixels, the grid has " + pixels);
        }
        return switch (c.action()) {
            case PAUSE -> {
                paused = true;
                yield new Answer(true, "paused by " + c.operator() + ": nothing is commanded");
            }
            case RESUME -> {
                paused = false;
                stop = null;
                yield new Answer(true, "resumed by " + c.operator());
            }
            case STOP -> {
                stop = "stopped by " + c.operator() + (c.reason() == null ? "" : ": " + c.reason());
                yield new Answer(true, stop);
            }
            case PREFER -> {
                preferred = wanted(region);
                yield new Answer(true, count(preferred) + " pixels preferred by " + c.operator());
            }
            case FORBID -> {
                boolean[] more = wanted(region);
                for (int i = 0; forbidden != null && i < pixels; i++) {
                    more[i] |= forbidden[i];
                }
                forbidden = more;
                yield new Answer(true, count(more) + " pixels forbidden by " + c.operator());
            }
            case CLEAR -> {
                preferred = null;
                forbidden = null;
                yield new Answer(true, "regions lifted by " + c.operator());
            }
            case AUTO -> mode(Mode.AUTO, c);
            case ADVISE -> mode(Mode.ADVISE, c);
            case SHADOW -> mode(Mode.SHADOW, c);
        };
    }

    private Answer mode(Mode wanted, Control c) {
        mode = wanted;
        return new Answer(true, "mode " + wanted.word() + " by " + c.operator());
    }

    /**
     * What becomes of suggestions under the mode of the agent: the stricter of that and what was wanted of this scan.
     */
    public Mode mode(Mode ofAgent) {
        return mode == null ? ofAgent : ofAgent.stricter(mode);
    }

    private static boolean[] wanted(@Nullable RegionRuns region) {
        return java.util.Objects.requireNonNull(region, "region").wanted();
    }

    private static int count(boolean[] region) {
        int n = 0;
        for (boolean b : region) {
            n += b ? 1 : 0;
        }
        return n;
    }

    public boolean paused() {
        return paused;
    }

    /** Who stopped the scan and why, or null. */
    @Nullable
    public String stop() {
        return stop;
    }

    /** Where points are wanted first, or nothing. */
    @Nullable
    public RegionRuns preferred() {
        return preferred == null ? null : RegionRuns.of(preferred);
    }

    /** Where no points are wanted, or nothing. */
    @Nullable
    public RegionRuns forbidden() {
        return forbidden == null ? null : RegionRuns.of(forbidden);
    }

    /** Adds what operators do not want to the pixels not to propose; a preferred region counts while it has pixels left. */
    void ban(boolean[] visited, Scan scan) {
        boolean[] ban = forbidden;
        for (int i = 0; ban != null && i < pixels; i++) {
            visited[i] |= ban[i];
        }
        boolean[] first = preferred;
        boolean left = false;
        for (int i = 0; first != null && i < pixels; i++) {
            left |= first[i] && !visited[i] && scan.wanted(i);
        }
        for (int i = 0; first != null && left && i < pixels; i++) {
            visited[i] |= !first[i];
        }
    }
}
