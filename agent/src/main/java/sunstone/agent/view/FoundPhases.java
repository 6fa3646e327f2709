package sunstone.agent.view;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sunstone.agent.scan.Reading;

/**
 * Phases that a scan may find, and where it has found others than the one that is mapped.
 *
 * @param names those that the instrument announced by their ids, the mapped one first
 * @param others measurements of other phases, and those that were not indexed (phase 0), in the order of their coming
 */
public record FoundPhases(Map<Integer, String> names, List<Reading> others) {
    public FoundPhases {
        names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
        others = List.copyOf(others);
    }

    /** Number of a phase in the order of {@link #names}, from 1; 0 for not indexed. */
    public int number(int id) {
        return new ArrayList<>(names.keySet()).indexOf(id) + 1;
    }

    /** Measurements of a phase other than the mapped one. */
    public long count(int id) {
        return others.stream().filter(r -> r.phase() == id).count();
    }
}
