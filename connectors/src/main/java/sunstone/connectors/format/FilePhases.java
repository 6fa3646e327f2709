package sunstone.connectors.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.Phase;

/** Phases of a file while it is read. Phases of unknown symmetry are listed in the notes and count as not indexed. */
final class FilePhases {
    private final TreeMap<Integer, Optional<Phase>> phases = new TreeMap<>();
    private final List<String> notes;

    FilePhases(List<String> notes) {
        this.notes = notes;
    }

    void add(int id, String name, Optional<LaueGroup> laue, String code) throws MalformedFile {
        if (phases.put(id, laue.map(g -> new Phase(id, TextLines.shortened(name), g))) != null) {
            throw new MalformedFile("lists phase " + id + " twice");
        }
        if (laue.isEmpty()) {
            notes.add("phase " + id + " (" + TextLines.shortened(name) + ") has symmetry code " + code
                    + ", which is no Laue group: its points count as not indexed");
        }
    }

    boolean lists(int id) {
        return phases.containsKey(id);
    }

    int count() {
        return phases.size();
    }

    int first() {
        return phases.firstKey();
    }

    /** The phase of an id of the list, or nothing if its Laue group is not known. */
    Optional<Phase> usable(int id) {
        return phases.getOrDefault(id, Optional.empty());
    }

    /** What can be mapped. */
    List<Phase> usable() throws MalformedFile {
        List<Phase> list = new ArrayList<>();
        phases.values().forEach(p -> p.ifPresent(list::add));
        if (list.isEmpty()) {
            throw new MalformedFile("has no phase of a known Laue group; " + String.join("; ", notes));
        }
        return list;
    }
}
