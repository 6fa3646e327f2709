package sunstone.agent.scan;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Commands that the instrument has not finished, by the pixels that are missing; part of a scan's state. */
final class PendingCommands {
    private final Map<String, Command> commands = new LinkedHashMap<>();
    private final BatchTimes times = new BatchTimes();

    private static final class Command {
        private final Set<Integer> missing = new HashSet<>();
        private final Instant sent;
        private int asked;
        private boolean answered;

        Command(Instant sent) {
            this.sent = sent;
        }

        Instant sent() {
            return sent;
        }
    }

    /** Notes a command; one whose pixels are all there already is finished at once. */
    void add(String commandId, Collection<Integer> missing, Instant now) {
        if (!missing.isEmpty()) {
            Command c = commands.computeIfAbsent(commandId, k -> new Command(now));
            c.missing.addAll(missing);
            c.asked = Math.max(c.asked, c.missing.size());
        }
    }

    /** A pixel has been measured, asked for or not. */
    void measured(int pixel, Instant now) {
        for (Command c : commands.values()) {
            if (c.missing.remove(pixel)) {
                c.answered = true;
                if (c.missing.isEmpty()) {
                    times.finished(c.sent, c.asked, now);
                }
            }
        }
        commands.values().removeIf(c -> c.missing.isEmpty());
    }

    /** When the oldest of the commands under way went out, or null if none is. */
    @Nullable
    Instant since() {
        return commands.values().stream()
                .map(Command::sent)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Points of the commands under way, the measured ones included. */
    int asked() {
        return commands.values().stream().mapToInt(c -> c.asked).sum();
    }

    /** As {@link BatchTimes#secondsPerPoint}. */
    double secondsPerPoint() {
        return times.secondsPerPoint();
    }

    /** The instrument has said something of a command that is under way. */
    void answered(String commandId) {
        Command c = commands.get(commandId);
        if (c != null) {
            c.answered = true;
        }
    }

    /** The instrument will not measure what is missing of a command. */
    void refused(String commandId) {
        commands.remove(commandId);
    }

    /** Ids of the commands under way, the oldest first. */
    List<String> ids() {
        return List.copyOf(commands.keySet());
    }

    boolean isEmpty() {
        return commands.isEmpty();
    }

    /** Whether the instrument has said something of every command. */
    boolean allAnswered() {
        return commands.values().stream().allMatch(c -> c.answered);
    }

    /** Gives up what is missing of answered commands, so that it may be proposed again. */
    void giveUpAnswered() {
        commands.values().removeIf(c -> c.answered);
    }

    /** Pixels that are commanded and not measured yet. */
    IntStream missing() {
        return commands.values().stream().flatMap(c -> c.missing.stream()).mapToInt(Integer::intValue);
    }
}
