package sunstone.agent.scan;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Commands that the instrument has not finished, by the pixels that are missing; part of a scan's state. */
final class PendingCommands {
    private final Map<String, Command> commands = new LinkedHashMap<>();

    private static final class Command {
        private final Set<Integer> missing = new HashSet<>();
        private boolean answered;
    }

    /** Notes a command; one whose pixels are all there already is finished at once. */
    void add(String commandId, Collection<Integer> missing) {
        if (!missing.isEmpty()) {
            commands.computeIfAbsent(commandId, k -> new Command()).missing.addAll(missing);
        }
    }

    /** A pixel has been measured, asked for or not. */
    void measured(int pixel) {
        for (Command c : commands.values()) {
            if (c.missing.remove(pixel)) {
                c.answered = true;
            }
        }
        commands.values().removeIf(c -> c.missing.isEmpty());
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
