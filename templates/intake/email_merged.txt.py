BBBB BBBBBBBBBBBBBB BBB gettext(u'Good day,') 

 gettext(u'your complaint %(number)s is handled together with another one on the same matter from now on. You need not do anything; keep using your number.') SSSS SSSSSSSSS SSSSSSSSSS SS SSSSSSS SSSSSSSS SSSS SSSSSSS SSS SS SSS SSSS SSSSSS SSSS SSS SSS SSS SSSS SSS SS SSSSSSSSS SSSS SSSSS SSSS SSSSSSS


BBBBBBBBBBBBB
