package sunstone.agent.registry;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sunstone.agent.journal.Provenance;
import sunstone.agent.journal.SectionLog;
import sunstone.connectors.message.ScanOpened;

/**
 * Knowledge of a live scan about the section below it: where what that left is to be found, and what was. The event
 * loop owns it.
 */
public final class SectionBelow {
    private final ScanOpened.@Nullable SpecimenPrior announced;
    private final double stepUm;
    private @Nullable String before;
    private @Nullable String name;
    private @Nullable String trouble;

    public SectionBelow(ScanOpened opened) {
        this.announced = opened.specimenPrior();
        this.stepUm = opened.stepUm();
    }

    /** What an earlier run of this scan was carried over from, as its newest suggestion says; null if there is none. */
    public void before(@Nullable String named) {
        before = named;
    }

    /** Id of the scan that is to be looked for; empty if none was named, or it has been. */
    public Optional<String> wanted() {
        return name == null
                ? Optional.ofNullable(announced).map(ScanOpened.SpecimenPrior::previousScanId)
                : Optional.empty();
    }

    /** Which of what it left: that of the run before, or else the newest. */
    public Optional<SectionLog.Left> choose(SectionLog log) {
        String earlier = before;
        if (Provenance.NOTHING_BELOW.equals(earlier) || thicknessUm() == null) {
            return Optional.empty();
        }
        Optional<SectionLog.Left> same = earlier == null ? Optional.empty() : log.named(earlier);
        return same.isPresent() ? same : wanted().flatMap(log::newest);
    }

    /** Notes what was found. */
    public void found(SectionLog.@Nullable Left left) {
        name = left == null ? Provenance.NOTHING_BELOW : left.name();
        if (left == null) {
            trouble = thicknessUm() == null
                    ? "nothing carried over: specimenPrior.thicknessUm is missing"
                    : "nothing carried over: the log holds nothing that scan "
                            + (announced == null ? "" : announced.previousScanId()) + " left";
        } else if (before != null && !before.equals(name)) {
            trouble = "the log no longer holds " + before + ", which the maps before rested on: " + name
                    + " takes its place";
        }
    }

    /**
     * What the scan was carried over from ({@link SectionLog.Left#name}), or null if nothing was named or looked for
     * yet.
     */
    @Nullable
    public String name() {
        return name;
    }

    /** Why nothing could be carried over, or not what it should; null if all is well. */
    @Nullable
    public String trouble() {
        return trouble;
    }

    /** Distance of the sections, pixels; 0 if it was not announced. */
    public double depthPx() {
        Double thickness = thicknessUm();
        return thickness == null ? 0 : thickness / stepUm;
    }

    private @Nullable Double thicknessUm() {
        return announced == null ? null : announced.thicknessUm();
    }
}
