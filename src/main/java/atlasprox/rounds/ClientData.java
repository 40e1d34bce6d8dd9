package atlasprox.rounds;

/** What stands for one client's cells, or for some of them, where the client is. */
public interface ClientData {

    /** @return the client's number, from 0 */
    int client();
}
