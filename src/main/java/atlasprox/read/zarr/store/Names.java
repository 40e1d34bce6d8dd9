package atlasprox.read.zarr.store;

import java.util.Arrays;
import java.util.List;

/** Names of members, as steps of a path within a store. */
final class Names {
    private Names() {}

    /** The steps of a path; empty names and single dots say nothing. */
    static List<String> of(String path) {
        return Arrays.stream(path.split("/"))
                .filter(name -> !name.isEmpty() && !name.equals("."))
                .toList();
    }

    /** Whether a path stays where it starts: no step leads upward, none ends the name for the system. */
    static boolean areWithin(List<String> names) {
        return names.stream().noneMatch(name -> name.equals("..") || name.indexOf('\0') >= 0);
    }

    /** The path of a member. */
    static String under(String path, String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }
}
