using Settlement.Local.Commands;

return await CommandLine.RunAsync(args);
