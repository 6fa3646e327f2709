package sunstone.agent.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Values of declared keys, read from YAML. */
final class Settings {
    private static final long MOST_BYTES = 1 << 20;

    private final Map<String, Object> values;

    private Settings(Map<String, Object> values) {
        this.values = values;
    }

    /** The value of a key, its fallback where the file is silent. */
    <T> T get(Key<T> key) {
        @SuppressWarnings("unchecked") // put there by the same key's reader
        T value = (T) values.get(key.name());
        return value == null ? key.fallback() : value;
    }

    /** Every key at its fallback. */
    static Settings defaults() {
        return new Settings(Map.of());
    }

    /** Reads a file; a fault names the file and everything that is wrong in it. */
    static <C> Loaded<C> read(Path file, List<Key<?>> keys, Function<Settings, C> make) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                return new Loaded.Refused<>(
                        file + ": is " + Files.size(file) + " bytes long, settings have at most " + MOST_BYTES);
            }
            return parse(file.toString(), Files.readString(file), keys, make);
        } catch (NoSuchFileException e) {
            return new Loaded.Refused<>(file + ": no such file");
        } catch (CharacterCodingException e) {
            return new Loaded.Refused<>(file + ": is not UTF-8 text");
        } catch (IOException e) {
            return new Loaded.Refused<>(file + ": " + e.getMessage());
        }
    }

    /** Reads YAML text; {@code name} stands in for the file in what is said about it. */
    static <C> Loaded<C> parse(String name, String yaml, List<Key<?>> keys, Function<Settings, C> make) {
        Object tree;
        try {
            tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        } catch (MarkedYAMLException e) {
            return new Loaded.Refused<>(name + ":"
                    + (e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1) + ": " + e.getProblem());
        } catch (YAMLException e) {
            return new Loaded.Refused<>(name + ": " + e.getMessage());
        }
        if (tree != null && !(tree instanceof Map)) {
            return new Loaded.Refused<>(name + ": must hold names and values");
        }
        Map<String, Key<?>> byName = new LinkedHashMap<>();
        keys.forEach(k -> byName.put(k.name(), k));
        Map<String, Object> values = new HashMap<>();
        List<String> faults = new ArrayList<>();
        if (tree instanceof Map<?, ?> map) {
            collect("", map, byName, values, faults);
        }
        if (faults.isEmpty()) {
            try {
                return new Loaded.Ok<>(make.apply(new Settings(values)));
            } catch (IllegalArgumentException e) { // settings that are fine alone but not together
                faults.add(String.valueOf(e.getMessage()));
            }
        }
        return new Loaded.Refused<>(name + ": " + String.join("; ", faults));
    }

    private static void collect(
            String path, Map<?, ?> map, Map<String, Key<?>> keys, Map<String, Object> values, List<String> faults) {
        for (Map.Entry<?, ?> e : map.entrySet()) {
            String name = path.isEmpty() ? String.valueOf(e.getKey()) : path + "." + e.getKey();
            Object value = e.getValue();
            Key<?> key = keys.get(name);
            boolean group = keys.keySet().stream().anyMatch(k -> k.startsWith(name + "."));
            if (key != null) {
                if (value != null) {
                    keep(key, value, values, faults);
                }
            } else if (group && value instanceof Map<?, ?> below) {
                collect(name, below, keys, values, faults);
            } else if (group && value != null) {
                faults.add(name + " must hold names and values: " + Key.quote(value));
            } else if (!group) {
                faults.add("unknown key " + name + ", did you mean " + Nearest.of(name, names(keys.keySet())) + "?");
            }
        }
    }

    /** Keys and the groups that hold them. */
    private static Set<String> names(Set<String> keys) {
        Set<String> names = new TreeSet<>(keys);
        for (String key : keys) {
            for (int dot = key.indexOf('.'); dot > 0; dot = key.indexOf('.', dot + 1)) {
                names.add(key.substring(0, dot));
            }
        }
        return names;
    }

    private static <T> void keep(Key<T> key, Object value, Map<String, Object> values, List<String> faults) {
        Key.Read<T> read = key.read().apply(value);
        if (read instanceof Key.Read.Ok<T> ok) {
            values.put(key.name(), ok.value());
        } else if (read instanceof Key.Read.Bad<T> bad) {
            faults.add(key.name() + " " + bad.fault());
        }
    }
}
