package sunstone.agent.scan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.Control;
import sunstone.connectors.message.RegionRuns;

/** Constraints that operators put on a scan as a whole: a fold over its controls, owned by the scan's state. */
public final class OperatorConstraints {
    private final int pixels;
    private @Nullable Control pause;
    private @Nullable Mode mode;
    private @Nullable String stop;
    private final List<OperatorRegion> regions = new ArrayList<>();
    private Plan plan;

    /**
     * Nothing wanted yet.
     *
     * @param announced budget of the instrument
     */
    OperatorConstraints(int pixels, Budget announced) {
        this.pixels = pixels;
        this.plan = Plan.announced(announced);
    }

    Answer take(Control c) {
        RegionRuns region = c.region();
        if (region != null && region.size() != pixels) {
            return new Answer(false, "region covers " + region.size() + " pixels, the grid has " + pixels);
        }
        return switch (c.action()) {
            case PAUSE -> {
                pause = c;
                yield new Answer(true, "paused by " + c.operator() + ": nothing is commanded");
            }
            case RESUME -> {
                pause = null;
                stop = null;
                yield new Answer(true, "resumed by " + c.operator());
            }
            case STOP -> {
                stop = "stopped by " + c.operator() + (c.reason() == null ? "" : ": " + c.reason());
                yield new Answer(true, stop);
            }
            case PREFER -> {
                if (c.untilDeg() == null) { // as it was agreed before several regions were: it replaces those before
                    regions.removeIf(OperatorRegion::preferred);
                }
                OperatorRegion added = add(c);
                yield new Answer(
                        true,
                        added.words() + " preferred by " + c.operator()
                                + (added.untilDeg() == null
                                        ? " until every one is measured"
                                        : " until their mean uncertainty is " + added.untilDeg() + " degrees"));
            }
            case FORBID -> new Answer(true, add(c).words() + " forbidden by " + c.operator());
            case UNDO -> {
                if (regions.isEmpty()) {
                    yield new Answer(false, "there is no region to take back");
                }
                OperatorRegion last = regions.remove(regions.size() - 1);
                yield new Answer(
                        true,
                        "region of " + last.words() + " " + (last.preferred() ? "preferred" : "forbidden") + " by "
                                + last.operator() + " taken back by " + c.operator());
            }
            case CLEAR -> {
                regions.clear();
                yield new Answer(true, "regions lifted by " + c.operator());
            }
            case AUTO -> mode(Mode.AUTO, c);
            case ADVISE -> mode(Mode.ADVISE, c);
            case SHADOW -> mode(Mode.SHADOW, c);
            case PLAN -> plan(c);
            case CANCEL -> new Answer(false, "what is under way is not a constraint");
        };
    }

    private Answer plan(Control c) {
        Plan wanted = Plan.of(Objects.requireNonNull(c.plan(), "plan"), c.operator());
        List<String> changes = wanted.changes(plan);
        if (changes.isEmpty()) {
            return new Answer(false, "this is the plan already");
        }
        plan = wanted;
        return new Answer(true, "plan changed by " + c.operator() + ": " + String.join(", ", changes));
    }

    /** How the scan goes on. */
    public Plan plan() {
        return plan;
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

    private OperatorRegion add(Control c) {
        RegionRuns runs = Objects.requireNonNull(c.region(), "region");
        OperatorRegion region = new OperatorRegion(
                c.action() == Control.Action.PREFER, runs, count(runs.wanted()), c.untilDeg(), c.name(), c.operator());
        regions.add(region);
        return region;
    }

    private static int count(boolean[] region) {
        int n = 0;
        for (boolean b : region) {
            n += b ? 1 : 0;
        }
        return n;
    }

    public boolean paused() {
        return pause != null;
    }

    /** When the scan was paused, or null while it is not. */
    @Nullable
    public Instant pausedAt() {
        return pause == null ? null : pause.at();
    }

    /** Who paused the scan, or null while it is not paused. */
    @Nullable
    public String pausedBy() {
        return pause == null ? null : pause.operator();
    }

    /** Who stopped the scan and why, or null. */
    @Nullable
    public String stop() {
        return stop;
    }

    /** The regions that were drawn and not taken back, the newest at the end. */
    public List<OperatorRegion> regions() {
        return List.copyOf(regions);
    }

    /** Where points are wanted first, or nothing. */
    @Nullable
    public RegionRuns preferred() {
        boolean[] all = union(true);
        return all == null ? null : RegionRuns.of(all);
    }

    /** Where no points are wanted, or nothing. */
    @Nullable
    public RegionRuns forbidden() {
        boolean[] all = union(false);
        return all == null ? null : RegionRuns.of(all);
    }

    private boolean @Nullable [] union(boolean preferred) {
        boolean[] all = null;
        for (OperatorRegion r : regions) {
            if (r.preferred() == preferred) {
                boolean[] more = r.runs().wanted();
                for (int i = 0; all != null && i < pixels; i++) {
                    more[i] |= all[i];
                }
                all = more;
            }
        }
        return all;
    }

    /** What a round is told of the regions. */
    WantedRegions wanted() {
        boolean[] forbidden = union(false);
        return new WantedRegions(
                forbidden == null ? new boolean[0] : forbidden,
                regions.stream()
                        .filter(OperatorRegion::preferred)
                        .map(r -> new WantedRegions.Preferred(r.runs().wanted(), r.untilDeg()))
                        .toList());
    }
}
