package sunstone.agent.replay;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sunstone.agent.journal.Provenance;
import sunstone.agent.loop.LoopSettings;
import sunstone.agent.round.Round;
import sunstone.connectors.message.Suggestion;

/**
 * First place where a suggestion that was made again differs from the one in the log, and why.
 *
 * @param field path of the first value that differs, empty if there is nothing to compare
 * @param logged its value in the log
 * @param made its value now
 * @param causes what is known to differ in how they were made, most telling first; never empty
 */
public record Difference(String field, String logged, String made, List<String> causes) {
    public Difference {
        causes = List.copyOf(causes);
    }

    /** Of a suggestion that cannot be made again at all. */
    static Difference impossible(String reason) {
        return new Difference("", "", "", List.of(reason));
    }

    static Difference between(
            byte @Nullable [] loggedBytes,
            Suggestion logged,
            Provenance from,
            byte[] madeBytes,
            Suggestion made,
            Round round,
            LoopSettings settings) {
        List<String> causes = new ArrayList<>();
        if (!logged.basedOn().model().equals(made.basedOn().model())) {
            causes.add("model: the log's is " + logged.basedOn().model() + ", this one "
                    + made.basedOn().model());
        }
        if (round.degraded() != null && from.degraded() == null) {
            causes.add("model: the log had one, here there is none: " + round.degraded());
        }
        if (logged.basedOn().seed() != made.basedOn().seed()) {
            causes.add("seed: the log's round drew with " + logged.basedOn().seed() + ", this one with "
                    + made.basedOn().seed() + settingOf("seed", from, settings));
        }
        Set<String> names = new TreeSet<>(from.recipe().keySet());
        names.addAll(settings.recipe().keySet());
        names.remove("seed");
        for (String name : names) {
            if (!text(from.recipe(), name).equals(text(settings.recipe(), name))) {
                causes.add("setting " + name + ":" + settingOf(name, from, settings));
            }
        }
        if (!from.version().equals(settings.version())) {
            causes.add("version: the log was written by " + from.version() + ", this is " + settings.version());
        }
        if (causes.isEmpty()) {
            causes.add(
                    "unknown: model, seed, settings and version are the same; another processor or runtime library may"
                            + " round differently, or a record that the round rested on is gone");
        }
        String[] first = first("", tree(loggedBytes == null ? new byte[0] : loggedBytes), tree(madeBytes));
        return first == null
                ? new Difference("", "the same values", "in another form", causes)
                : new Difference(first[0], first[1], first[2], causes);
    }

    private static String settingOf(String name, Provenance from, LoopSettings settings) {
        return " (the log has " + name + " " + text(from.recipe(), name) + ", here it is "
                + text(settings.recipe(), name) + ")";
    }

    private static String text(Map<String, String> recipe, String name) {
        return recipe.getOrDefault(name, "not stated");
    }

    private static Object tree(byte[] json) {
        return new JsonObject(new String(json, StandardCharsets.UTF_8));
    }

    /** Path and both values of the first difference in the order of the first tree, or null. */
    private static String @Nullable [] first(String path, @Nullable Object a, @Nullable Object b) {
        if (a instanceof JsonObject x && b instanceof JsonObject y) {
            Set<String> names = new LinkedHashSet<>(x.fieldNames());
            names.addAll(y.fieldNames());
            for (String name : names) {
                String[] found = first(path.isEmpty() ? name : path + "." + name, x.getValue(name), y.getValue(name));
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        if (a instanceof JsonArray x && b instanceof JsonArray y) {
            for (int k = 0; k < Math.max(x.size(), y.size()); k++) {
                String[] found = first(
                        path + "[" + k + "]", k < x.size() ? x.getValue(k) : null, k < y.size() ? y.getValue(k) : null);
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        return String.valueOf(a).equals(String.valueOf(b))
                ? null
                : new String[] {path, a == null ? "absent" : a.toString(), b == null ? "absent" : b.toString()};
    }
}
