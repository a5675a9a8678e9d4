mod starter;
