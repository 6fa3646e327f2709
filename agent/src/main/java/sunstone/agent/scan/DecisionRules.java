package sunstone.agent.scan;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Check of whether what people decide on the suggestions of a scan can be done; part of its state, changes nothing
 * but a count.
 */
final class DecisionRules {
    private final Scan scan;
    private final SuggestionRecords offers;
    private final OperatorConstraints constraints;
    private int refused;

    DecisionRules(Scan scan, SuggestionRecords offers, OperatorConstraints constraints) {
        this.scan = scan;
        this.offers = offers;
        this.constraints = constraints;
    }

    /**
     * Judges an approval.
     *
     * @param pixels what is to be measured
     * @param closed whether the scan has ended
     */
    Verdict approve(String suggestionId, List<Pixel> pixels, boolean closed, Instant now) {
        String fault = fault(suggestionId, closed, now);
        if (fault == null && constraints.paused()) {
            fault = "scan " + scan.scanId() + " is paused";
        }
        if (fault == null && constraints.stop() != null) {
            fault = "scan " + scan.scanId() + " was " + constraints.stop();
        }
        for (Pixel p : pixels) {
            if (fault == null && !wanted(p)) {
                fault = "point at row " + p.row() + ", col " + p.col() + " is not on the wanted part of the grid of "
                        + scan.grid().rows() + " x " + scan.grid().cols();
            }
        }
        if (fault == null && pixels.isEmpty()) {
            fault = "there are no points to measure";
        }
        return fault == null ? new Verdict.Approved(suggestionId, pixels) : refuse(suggestionId, fault);
    }

    private boolean wanted(Pixel p) {
        return scan.grid().contains(p.row(), p.col()) && scan.wanted(scan.grid().index(p.row(), p.col()));
    }

    /** Judges a denial. */
    Verdict deny(String suggestionId, boolean closed, Instant now) {
        String fault = fault(suggestionId, closed, now);
        return fault == null ? new Verdict.Denied(suggestionId) : refuse(suggestionId, fault);
    }

    private @Nullable String fault(String suggestionId, boolean closed, Instant now) {
        return closed ? "scan " + scan.scanId() + " is closed" : offers.fault(suggestionId, now);
    }

    private Verdict refuse(String suggestionId, String reason) {
        refused++;
        return new Verdict.Refused(suggestionId, reason);
    }

    /** Decisions that came too late or made no sense. */
    int refused() {
        return refused;
    }
}
