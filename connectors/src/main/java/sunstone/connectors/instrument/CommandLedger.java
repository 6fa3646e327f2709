package sunstone.connectors.instrument;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.EbsdPoints;
import sunstone.connectors.message.Pixel;
import sunstone.connectors.message.Receipt;
import sunstone.models.map.ScanGrid;

/**
 * Ledger of the commands of an instrument, of its answers, and of what it may still measure.
 *
 * <p>A restarted instrument rebuilds the book from its own earlier records, so that it neither measures a point of a
 * command twice nor forgets one.
 *
 * <p>Not thread-safe: the instrument's thread owns it.
 */
final class CommandLedger {
    private final ScanGrid grid;
    private final int budget;
    private final Set<String> answered = new HashSet<>();
    private final Map<String, Set<Pixel>> measuredFor = new HashMap<>();
    private int measured;
    private long nextSeq;

    /** @param budget most points to measure, or null for no limit */
    CommandLedger(ScanGrid grid, @Nullable Integer budget) {
        this.grid = grid;
        this.budget = budget == null ? Integer.MAX_VALUE : budget;
    }

    /** Answer to a command. */
    sealed interface Answer {
        /** Measure these points, in this order; empty if all of them have been measured already. */
        record Measure(List<Pixel> points) implements Answer {}

        /** Tell why not. */
        record Refuse(String reason) implements Answer {}
    }

    /** Judges a command of this scan; one that was accepted before and is not done goes on where it stopped. */
    Answer judge(Command command) {
        String id = command.commandId();
        if (answered.contains(id)) {
            return new Answer.Refuse("command " + id + " was answered before");
        }
        if (command.points().isEmpty()) {
            return new Answer.Refuse("there are no points to measure");
        }
        for (int k = 0; k < command.points().size(); k++) {
            Pixel p = command.points().get(k);
            if (!grid.contains(p.row(), p.col())) {
                return new Answer.Refuse("points[" + k + "] must lie on the grid of " + grid.rows() + " x "
                        + grid.cols() + ": row " + p.row() + ", col " + p.col());
            }
        }
        if (spent()) {
            return new Answer.Refuse("the budget of " + budget + " points is used");
        }
        Set<Pixel> there = measuredFor.getOrDefault(id, Set.of());
        List<Pixel> missing =
                command.points().stream().filter(p -> !there.contains(p)).toList();
        return new Answer.Measure(missing);
    }

    /** Notes a measured point. */
    void measured(@Nullable String commandId, int row, int col) {
        measured++;
        if (commandId != null) {
            measuredFor.computeIfAbsent(commandId, id -> new HashSet<>()).add(new Pixel(row, col));
        }
    }

    /** Notes that a command is done or refused: it will be refused if it comes again. */
    void answer(String commandId) {
        answered.add(commandId);
        measuredFor.remove(commandId);
    }

    /** Number of the next batch of points. */
    long takeSeq() {
        return nextSeq++;
    }

    /** Takes up a batch of points that this instrument sent in an earlier life; a copy of a batch does not count. */
    boolean replay(EbsdPoints batch) {
        if (batch.seq() < nextSeq) {
            return false;
        }
        nextSeq = batch.seq() + 1;
        batch.points().forEach(p -> measured(p.commandId(), p.row(), p.col()));
        return true;
    }

    /** Takes up a receipt of an earlier life. */
    void replay(Receipt receipt) {
        if (receipt.state() != Receipt.State.ACCEPTED) {
            answer(receipt.commandId());
        }
    }

    /** Whether a command is done or was refused. */
    boolean answered(String commandId) {
        return answered.contains(commandId);
    }

    /** Whether nothing more may be measured. */
    boolean spent() {
        return measured >= budget;
    }

    /** Points measured, those not indexed included. */
    int points() {
        return measured;
    }
}
