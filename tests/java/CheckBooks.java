import com.adobe.epubcheck.api.EpubCheck;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Lets epubcheck look at every book of a folder in one JVM; prints its errors and warnings. */
public class CheckBooks {
    private static final Pattern WRONG = Pattern.compile("^(FATAL|ERROR|WARNING)\\b.*");

    public static void main(String[] folder) {
        File[] books = new File(folder[0]).listFiles((in, name) -> name.endsWith(".epub"));
        Arrays.sort(books);
        PrintStream out = System.out;
        for (File book : books) {
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            PrintStream heard = new PrintStream(said, true);
            System.setOut(heard);
            System.setErr(heard);
            boolean valid = new EpubCheck(book).doValidate() == 0;
            said.toString().lines().filter(line -> WRONG.matcher(line).matches())
                .forEach(line -> out.println(book.getName() + ": " + line));
            out.println(book.getName() + (valid ? " is valid" : " is not valid"));
        }
    }
}
