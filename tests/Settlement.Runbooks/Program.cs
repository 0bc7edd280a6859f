using Settlement.Runbooks.Making;

if (args is not ["write"])
{
    Console.Error.WriteLine("'write' makes docs/runbooks anew, from commands given to a host of its own. It needs bash, curl and jq.");
    return 2;
}

var folder = RunbookFolder.Find();
foreach (var runbook in Runbook.All)
{
    await File.WriteAllTextAsync(Path.Combine(folder, runbook.FileName), await runbook.MakeAsync());
    Console.WriteLine(runbook.FileName);
}

await File.WriteAllTextAsync(Path.Combine(folder, Runbook.IndexFile), Runbook.Index());
return 0;
